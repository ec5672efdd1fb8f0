import type { OnvifDevice } from './onvif-device.ts';
import { OnvifError } from './onvif-error.ts';
import { ONVIF, WSN } from './onvif-namespaces.ts';
import { childAt, childrenNamed, escapeXml, textAt, type XmlElement } from './xml-element.ts';

/** A device's event in our words. */
export interface OnvifEvent {
  readonly kind: 'motion' | 'tamper' | 'input' | 'other';
  /** Whether it began (true), ended (false) or just happened (null). */
  readonly isActive: boolean | null;
  /** As the device names it, without prefixes: `RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string;
  /** What it is about, as the device names it: a video source, an input. */
  readonly source: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
  /** The device's time corrected by its clock offset, UTC ms; null when it gives none. */
  readonly atMs: number | null;
  /** Whether it tells the state at the time of subscription rather than a change. */
  readonly isInitial: boolean;
}

const TERMINATION = 'PT60S';
const RENEW_EVERY_MS = 30_000;
const PULL_S = 10;
const MAX_MESSAGES = 100;
const MAX_ITEMS = 20;
const MAX_TEXT = 200;

/**
 * Subscribes by PullPoint (Core Specification, 9.2) and yields events until aborted: then it unsubscribes and ends
 * quietly. A subscription the device forgot is made anew once per failure. @throws OnvifError when the device has no
 * events, refuses, or does not answer; whoever listens decides when to try again.
 */
export async function* listenToEvents(device: OnvifDevice, signal: AbortSignal): AsyncGenerator<OnvifEvent> {
  const { events } = await device.services(signal);
  if (events === null) throw new OnvifError('not-supported', 'the device has no events');
  const subscription = await subscribe(device, events, signal);
  let renewedAtMs = performance.now();
  try {
    for (;;) {
      const answer = await ask(device, subscription, 'PullMessages', {
        inner: `<o:Timeout>PT${PULL_S}S</o:Timeout><o:MessageLimit>${MAX_MESSAGES}</o:MessageLimit>`,
        signal,
        timeoutMs: (PULL_S + 5) * 1000,
      });
      for (const message of childrenNamed(answer, 'NotificationMessage').slice(0, MAX_MESSAGES)) {
        const event = readEvent(message, device.soap.clockOffsetMs);
        if (event !== null) yield event;
      }
      if (performance.now() - renewedAtMs >= RENEW_EVERY_MS) {
        await ask(device, subscription, 'Renew', {
          inner: `<o:TerminationTime>${TERMINATION}</o:TerminationTime>`,
          signal,
        });
        renewedAtMs = performance.now();
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // The device forgets it within a minute anyway.
    await ask(device, subscription, 'Unsubscribe', { timeoutMs: 2000 }).catch(() => {});
  }
}

async function subscribe(device: OnvifDevice, events: URL, signal: AbortSignal): Promise<URL> {
  const answer = await device.soap.call({
    url: events,
    namespace: ONVIF.events,
    operation: 'CreatePullPointSubscription',
    inner: `<o:InitialTerminationTime>${TERMINATION}</o:InitialTerminationTime>`,
    headers: addressing(events, `${ONVIF.events}/EventPortType/CreatePullPointSubscriptionRequest`),
    signal,
  });
  const url = device.hereAt(textAt(answer, 'SubscriptionReference', 'Address'));
  if (url === null) throw new OnvifError('bad-answer', 'the device names no subscription');
  return url;
}

function ask(
  device: OnvifDevice,
  url: URL,
  operation: 'PullMessages' | 'Renew' | 'Unsubscribe',
  options: { inner?: string; signal?: AbortSignal; timeoutMs?: number },
): Promise<XmlElement> {
  const isPull = operation === 'PullMessages';
  const action = isPull
    ? `${ONVIF.events}/PullPointSubscription/PullMessagesRequest`
    : `http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/${operation}Request`;
  const headers = addressing(url, action);
  return device.soap.call({ url, namespace: isPull ? ONVIF.events : WSN, operation, headers, ...options });
}

function addressing(url: URL, action: string): string {
  return `<wsa:Action s:mustUnderstand="1">${action}</wsa:Action><wsa:To s:mustUnderstand="1">${escapeXml(url.href)}</wsa:To>`;
}

function readEvent(notification: XmlElement, clockOffsetMs: number): OnvifEvent | null {
  const topic = textAt(notification, 'Topic')
    ?.slice(0, MAX_TEXT)
    .replace(/[^/:]+:/g, '')
    .replace(/^\/+/, '');
  const message = childAt(notification, 'Message', 'Message') ?? childAt(notification, 'Message');
  if (topic === undefined || message === undefined) return null;
  const source = readItems(childAt(message, 'Source'));
  const data = readItems(childAt(message, 'Data'));
  const deviceMs = Date.parse(message.attributes.get('UtcTime') ?? '');
  return {
    kind: kindOf(topic),
    isActive: activityOf(data),
    topic,
    source,
    data,
    atMs: Number.isFinite(deviceMs) ? deviceMs - clockOffsetMs : null,
    isInitial: message.attributes.get('PropertyOperation') === 'Initialized',
  };
}

function readItems(holder: XmlElement | undefined): Record<string, string> {
  const items = childrenNamed(holder, 'SimpleItem').slice(0, MAX_ITEMS);
  return Object.fromEntries(
    items.map(({ attributes }) => [
      (attributes.get('Name') ?? '').slice(0, MAX_TEXT),
      (attributes.get('Value') ?? '').slice(0, MAX_TEXT),
    ]),
  );
}

/** Topics of the ONVIF topic set and of common makers. */
function kindOf(topic: string): OnvifEvent['kind'] {
  if (/tamper|GlobalSceneChange|SignalLoss|ImageToo(Dark|Bright|Blurry)|ImagingService/i.test(topic)) return 'tamper';
  if (/motion/i.test(topic)) return 'motion';
  if (/DigitalInput|LogicalState/i.test(topic)) return 'input';
  return 'other';
}

function activityOf(data: Readonly<Record<string, string>>): boolean | null {
  for (const name of ['IsMotion', 'State', 'IsTamper', 'LogicalState', 'Active', 'IsActive']) {
    const value = data[name]?.toLowerCase();
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0') return false;
  }
  return null;
}
