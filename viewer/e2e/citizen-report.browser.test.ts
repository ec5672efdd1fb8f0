import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

describe.skipIf(missingBrowser !== null)('a report of a citizen', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let citizen: Page;
  let officer: Page;
  let photo: Buffer;
  const outside: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-report-'));
    platform = new PlatformProcess(dataDir);
    ready = await platform.ready();
    browser = await launchBrowser();
    citizen = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    officer = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    for (const page of [citizen, officer]) {
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && url.origin !== new URL(ready.url).origin) outside.push(url.href);
      });
    }
    await officer.goto(ready.url);
    await officer.getByLabel('Tên đăng nhập').fill(ready.admin!.username);
    await officer.locator('input[name="password"]').fill(ready.admin!.password);
    await officer.getByRole('button', { name: 'Đăng nhập' }).click();
    await officer.locator('main h1').waitFor();
    photo = await officer.screenshot({ type: 'jpeg' });
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const file = () => ({ name: 'anh.jpg', mimeType: 'image/jpeg', buffer: photo });

  test('an address that nobody was given says so', async () => {
    await citizen.goto(`${ready.url}/report/${'A'.repeat(32)}`);
    await citizen.getByText('Không có phản ánh này').waitFor();
  });

  test('is sent from a phone without a login, answered and published', async () => {
    await citizen.goto(`${ready.url}/report`);
    await citizen.getByRole('combobox', { name: 'Loại việc' }).click();
    await citizen.getByRole('option', { name: 'Tai nạn giao thông' }).click();
    await citizen.getByLabel('Bạn đã thấy gì?').fill('Hai xe máy va nhau trước chợ');
    await citizen.getByLabel('Vị trí (vĩ độ, kinh độ)').fill('10.7080, 105.1184');
    await citizen.locator('input[type="file"]').setInputFiles(file());
    await citizen.getByLabel('Số điện thoại (không bắt buộc)').fill('0912 345 678');
    expect(await accessibilityFaults(citizen)).toEqual([]);
    await citizen.getByRole('button', { name: 'Gửi phản ánh' }).click();
    const link = await citizen.locator('[data-report-link]').getAttribute('href');
    await citizen.goto(`${ready.url}${link}`);
    await citizen.locator('[data-public-state="received"]').waitFor();
    expect(await citizen.locator('main').innerText()).not.toMatch(/xe máy|0912/);

    await officer.goto(`${ready.url}/reports`);
    await officer.locator('[data-report]').first().click();
    await officer.getByText('0912345678').waitFor();
    await officer.getByRole('link', { name: /Ngã tư Trần Phú/ }).waitFor();
    expect(await accessibilityFaults(officer)).toEqual([]);
    await officer.getByRole('button', { name: 'Tiếp nhận' }).click();
    await officer.locator('[data-state="accepted"]').waitFor();
    await officer.getByRole('button', { name: 'Tạo vụ việc' }).click();
    await officer.getByRole('link', { name: 'Mở vụ việc' }).waitFor();
    await officer.getByRole('button', { name: 'Bắt đầu xử lý' }).click();
    await officer.locator('[data-state="in-progress"]').waitFor();
    await officer.locator('input[type="file"]').setInputFiles(file());
    await officer.getByRole('img', { name: 'Ảnh kết quả' }).waitFor();
    await officer.getByLabel('Trả lời người dân').fill('Đã giải toả hiện trường, không ai bị thương nặng.');
    await officer.getByRole('button', { name: 'Đã giải quyết' }).click();
    await officer.locator('[data-state="resolved"]').waitFor();
    await officer.getByRole('button', { name: 'Công bố' }).click();
    await officer.locator('[data-state="published"]').waitFor();

    await citizen.reload();
    await citizen.locator('[data-public-state="published"]').waitFor();
    await citizen.getByText('Đã giải toả hiện trường').waitFor();
    await citizen.getByRole('img', { name: 'Ảnh kết quả' }).waitFor();
    expect(await accessibilityFaults(citizen)).toEqual([]);
    expect(outside).toEqual([]);
  });
});
