import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiSession } from '@thapcanh/infra/commands/smoke/api-session';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

const PASSWORD = 'tháp canh mùa thu 2026';
const ALARM_TO_WALL_MS = 2_000;

/** Two consoles and two screens of one wall, all at once. */
describe.skipIf(missingBrowser !== null)('a shared wall', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let api: ApiSession;
  let lead: Page;
  let operator: Page;
  let left: Page;
  let right: Page;

  async function console(username: string, password: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(ready.url);
    await page.getByLabel('Tên đăng nhập').fill(username);
    await page.locator('input[name="password"]').fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.locator('main h1').waitFor();
    return page;
  }

  async function kiosk(screenId: string): Promise<Page> {
    const answer = await api.send('POST', '/walls/trung-tam/keys', { screenId, name: screenId });
    const { secret } = (await answer.json()) as { secret: string };
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(`${ready.url}/kiosk/trung-tam/${screenId}#key=${secret}`);
    return page;
  }

  const panel = (page: Page, number: number) => page.locator(`[data-panel="${number}"]`);
  const shows = (page: Page, number: number, cameraId: string) =>
    panel(page, number).locator(`[data-camera="${cameraId}"][data-state="live"]`).waitFor({ timeout: 30_000 });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-shared-wall-'));
    platform = new PlatformProcess(dataDir);
    ready = await platform.ready();
    api = new ApiSession(ready.url);
    await api.login(ready.admin!.username, ready.admin!.password);
    const user = { username: 'hoa', displayName: 'Trực ban Hoa', role: 'operator', password: PASSWORD };
    expect((await api.send('POST', '/users', user)).status).toBe(201);
    const screen = (id: string, name: string, first: number, reserved: number) => ({
      id,
      name,
      layout: '4',
      panels: [0, 1, 2, 3].map((index) => ({
        ...{ number: first + index, x: 0, y: 0, width: 1, height: 1 },
        reserve: first + index === reserved ? { severity: 3, showS: null } : null,
      })),
    });
    const camera = (cameraId: string) => ({ kind: 'camera', cameraId });
    const tiles = [
      { panel: 1, content: camera('gate-car') },
      { panel: 2, content: { kind: 'sequence', cameraIds: ['gate-car', 'gate-moto'], dwellS: 5 } },
      { panel: 5, content: camera('avenue') },
    ];
    const wall = {
      name: 'Trung tâm',
      screens: [screen('s1', 'Trái', 1, 4), screen('s2', 'Phải', 5, 0)],
      presets: [
        { number: 1, name: 'Ngày', tiles },
        { number: 2, name: 'Đêm', tiles: [{ panel: 5, content: camera('gate-moto') }] },
      ],
    };
    expect((await api.send('POST', '/walls', wall)).status).toBe(201);
    browser = await launchBrowser();
    lead = await console(ready.admin!.username, ready.admin!.password);
    operator = await console('hoa', PASSWORD);
    const change = operator.getByRole('dialog');
    await change.getByLabel('Mật khẩu hiện tại').fill(PASSWORD);
    await change.getByLabel(/Mật khẩu mới/).fill(`${PASSWORD}!`);
    await change.getByRole('button', { name: 'Lưu' }).click();
    await change.waitFor({ state: 'hidden' });
    await operator.reload();
    [left, right] = [await kiosk('s1'), await kiosk('s2')];
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('each screen joins with its key and shows its part of the preset, live', async () => {
    await shows(left, 1, 'gate-car');
    await shows(right, 5, 'avenue');
    await panel(left, 2).locator('[data-shown="true"] [data-camera][data-state="live"]').waitFor({ timeout: 30_000 });
    expect(left.url()).not.toContain('key=');
    expect(await accessibilityFaults(left)).toEqual([]);
  });

  test('w and a number push the selected camera, with the name of who did', async () => {
    await operator.locator('[data-tile="1"] [data-camera]').waitFor();
    await operator.keyboard.type('3');
    await operator.keyboard.press('Enter');
    const cameraId = await operator.locator('[data-tile="3"] [data-camera]').getAttribute('data-camera');
    await operator.keyboard.type('w6');
    await shows(right, 6, cameraId ?? '');
    await panel(right, 6).getByText('Trực ban Hoa', { exact: true }).waitFor();
    expect(await accessibilityFaults(operator)).toEqual([]);
  });

  test('a locked panel refuses the other console with the name of its holder, and the lead breaks the lock', async () => {
    await operator.keyboard.type('k');
    await panel(right, 6)
      .getByText(/Trực ban Hoa khoá đến/)
      .waitFor();
    await lead.keyboard.type('1');
    await lead.keyboard.press('Enter');
    const cameraId = await lead.locator('[data-tile="1"] [data-camera]').getAttribute('data-camera');
    await lead.keyboard.type('w6');
    await lead.getByText(/Trực ban Hoa đang khoá ô 6/).waitFor();
    await lead.getByRole('button', { name: 'Phá khoá và làm lại' }).click();
    await shows(right, 6, cameraId ?? '');
    await panel(right, 6).locator('[data-owner]:not([data-owner="Trực ban Hoa"])').waitFor();
  });

  test('a wall that is reloaded comes back by itself with what stands on it', async () => {
    await left.reload();
    await right.reload();
    await shows(left, 1, 'gate-car');
    await panel(right, 6).locator('[data-camera][data-state="live"]').waitFor({ timeout: 30_000 });
  });

  test('an alarm is on its reserved panel within two seconds and goes when it is acknowledged', async () => {
    const begunAtMs = Date.now();
    const raised = await api.send('POST', '/alarms', {
      kind: 'crowd',
      severity: 4,
      cameraId: 'avenue',
      title: 'Tụ tập đông người',
    });
    expect(raised.status).toBeLessThan(300);
    const { id } = (await raised.json()) as { id: string };
    await left.locator('[data-panel="4"][data-severity="4"]').waitFor({ timeout: 10_000 });
    expect(Date.now() - begunAtMs).toBeLessThan(ALARM_TO_WALL_MS);
    await shows(left, 4, 'avenue');
    await api.send('POST', `/alarms/${id}/acknowledge`, {});
    await left.locator('[data-panel="4"][data-source="preset"]').waitFor({ timeout: 10_000 });
  });

  test('a preset that one console switches is on all screens, and the lock-free push is gone', async () => {
    await lead.goto(`${ready.url}/walls/trung-tam`);
    await lead.locator('[data-panel="1"]').waitFor();
    expect(await accessibilityFaults(lead)).toEqual([]);
    await lead.keyboard.type('2');
    await shows(right, 5, 'gate-moto');
    await panel(right, 6).getByText('Ô trống').waitFor();
    expect(await left.getAttribute('main', 'data-preset')).toBe('2');
  });

  test('screens join again by themselves after the server was away', async () => {
    const { port } = new URL(ready.url);
    await platform.stop();
    await right.getByRole('alert').waitFor({ timeout: 30_000 });
    platform = new PlatformProcess(dataDir, ['--port', port]);
    await platform.ready();
    await right.getByRole('alert').waitFor({ state: 'detached', timeout: 60_000 });
    await shows(right, 5, 'gate-moto');
  });

  test('a screen whose key was withdrawn shows nothing any more', async () => {
    await api.login(ready.admin!.username, ready.admin!.password);
    const { items } = await api.json<{ items: { id: string; screenId: string }[] }>('/walls/trung-tam/keys');
    for (const { id, screenId } of items) {
      if (screenId === 's2') await api.send('DELETE', `/walls/trung-tam/keys/${id}`, {});
    }
    await right.getByText('Khoá của màn hình này không đúng').waitFor({ timeout: 30_000 });
  });
});
