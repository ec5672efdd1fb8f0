import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import { passwordDigest } from '../../onvif/ws-security.ts';
import { childAt, parseXml, textAt, type XmlElement } from '../../onvif/xml-element.ts';
import { ServerAuthentication } from '../server-authentication.ts';
import { DeviceOperations } from './device-operations.ts';
import type { SimulatedEvent, SimulatedOnvifOptions, SimulatedProfile } from './simulated-device-options.ts';
import type { SimulatedDeviceState } from './simulated-device-state.ts';
import { SimulatedPtz } from './simulated-ptz.ts';
import { SimulatedPullPoint } from './simulated-pull-point.ts';
import { envelope, SoapFault } from './soap-answer.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
/** Security tokens older or newer than this by the device's own clock are refused. */
const MAX_TOKEN_AGE_MS = 60_000;
/** Operations that the standard leaves open to everybody. */
const OPEN: readonly string[] = ['GetSystemDateAndTime', 'GetCapabilities', 'GetServices'];

/**
 * An ONVIF device for tests and the farm: device, media (1 and 2), PTZ and event services over HTTP on one port, with
 * the logins, the clock and the quirks its options name. Settings made by clients stay until it is closed.
 */
export class SimulatedOnvifDevice implements SimulatedDeviceState {
  readonly id = `urn:uuid:${randomUUID()}`;
  readonly options: SimulatedOnvifOptions;
  readonly ptz: SimulatedPtz;
  readonly pullPoint = new SimulatedPullPoint();
  /** As set by clients, by token. */
  readonly profiles: Map<string, SimulatedProfile>;
  clockSource: 'Manual' | 'NTP' = 'Manual';
  ntpServer: string | null = null;
  /** Names of the operations it was asked, in order. */
  readonly asked: string[] = [];
  readonly #clock: Clock;
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  readonly #authentication: ServerAuthentication;
  readonly #operations: DeviceOperations;
  #clockOffsetMs: number;
  #clockSetAtMs: number;
  #port = 0;

  constructor(options: SimulatedOnvifOptions) {
    this.options = options;
    this.#clock = options.clock ?? systemClock;
    this.ptz = new SimulatedPtz(() => this.#clock.monotonicMs());
    this.profiles = new Map(options.profiles.map((profile) => [profile.token, profile]));
    this.#authentication = new ServerAuthentication(3_600_000, () => this.#clock.nowMs());
    this.#operations = new DeviceOperations(this);
    this.#clockOffsetMs = options.clockOffsetMs ?? 0;
    this.#clockSetAtMs = this.#clock.monotonicMs();
  }

  get port(): number {
    return this.#port;
  }

  /** `http://host:port/onvif/device_service`, where it really is. */
  get url(): string {
    return `http://${this.options.host ?? '127.0.0.1'}:${this.#port}/onvif/device_service`;
  }

  /** What its clock reads. */
  get clockMs(): number {
    const ranMs = this.#clock.monotonicMs() - this.#clockSetAtMs;
    return this.#clock.nowMs() + this.#clockOffsetMs + (ranMs * (this.options.clockDriftPpm ?? 0)) / 1_000_000;
  }

  set clockMs(ms: number) {
    this.#clockOffsetMs = ms - this.#clock.nowMs();
    this.#clockSetAtMs = this.#clock.monotonicMs();
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.options.port ?? 0, this.options.host ?? '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Tells every subscriber. */
  emit(event: SimulatedEvent): void {
    this.pullPoint.emit(event);
  }

  async close(): Promise<void> {
    this.pullPoint.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { rawAnswer } = this.options;
    try {
      const text = await readBody(request);
      if (rawAnswer !== undefined) {
        response.writeHead(rawAnswer.status, rawAnswer.headers ?? {}).end(rawAnswer.body);
        return;
      }
      const parsed = parseXml(text);
      const operation = childAt(parsed, 'Body')?.children[0];
      if (operation === undefined) throw new SoapFault('ter:InvalidArgVal', 'no operation');
      this.asked.push(operation.name);
      if (!this.#isWelcome(parsed, operation.name, request)) {
        this.#challenge(response);
        return;
      }
      const answer = await this.#operations.answer(operation, new URL(request.url ?? '/', this.url));
      response.writeHead(200, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(envelope(answer));
    } catch (error) {
      const fault = error instanceof SoapFault ? error : new SoapFault('ter:Action', 'the device stumbled');
      if (!response.headersSent) response.writeHead(400, { 'content-type': 'application/soap+xml' });
      response.end(envelope(fault.toXml()));
    }
  }

  #isWelcome(envelopeXml: XmlElement, operation: string, request: IncomingMessage): boolean {
    const { account, authentication = 'ws' } = this.options;
    if (account === undefined || OPEN.includes(operation)) return true;
    if (authentication === 'digest') {
      const verdict = this.#authentication.verify(
        request.headers.authorization,
        'POST',
        account,
        (uri) => uri === request.url,
      );
      return verdict === 'accepted';
    }
    if (authentication === 'basic') return false;
    const token = childAt(envelopeXml, 'Header', 'Security', 'UsernameToken');
    const created = textAt(token, 'Created') ?? '';
    const nonce = Buffer.from(textAt(token, 'Nonce') ?? '', 'base64');
    if (textAt(token, 'Username') !== account.username) return false;
    if (!(Math.abs(Date.parse(created) - this.clockMs) <= MAX_TOKEN_AGE_MS)) return false;
    return textAt(token, 'Password') === passwordDigest(nonce, created, account.password);
  }

  #challenge(response: ServerResponse): void {
    const { account, authentication = 'ws' } = this.options;
    if (authentication === 'ws' || account === undefined)
      throw new SoapFault('ter:NotAuthorized', 'Sender not authorized');
    const schemes = [authentication];
    const challenges = this.#authentication.challenges({ ...account, schemes, isQopOffered: true }, false);
    const headers = challenges.map((line) => line.replace(/^WWW-Authenticate: /, ''));
    response.writeHead(401, { 'www-authenticate': headers }).end();
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_REQUEST_BYTES) throw new SoapFault('ter:InvalidArgVal', 'too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
