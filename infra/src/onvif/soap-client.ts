import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '@thapcanh/core/time/clock';
import { type AddressPolicy, resolveAllowed } from './address-policy.ts';
import { answerChallenge, chooseChallenge, type DigestChallenge, type OnvifAccount } from './http-digest.ts';
import { OnvifError } from './onvif-error.ts';
import { usernameToken } from './ws-security.ts';
import { childAt, parseXml, textAt, type XmlElement } from './xml-element.ts';

export interface SoapClientOptions {
  /** Device service, `http://host[:port]/onvif/device_service`. Everything is asked of this host. */
  readonly deviceUrl: URL;
  readonly account: OnvifAccount | null;
  readonly mayReach: AddressPolicy;
  readonly clock: Clock;
  /** For one request, 5 s by default. */
  readonly timeoutMs?: number;
}

export interface SoapCall {
  /** By default the device service. */
  readonly url?: URL;
  /** Namespace of the operation. */
  readonly namespace: string;
  readonly operation: string;
  /** Inside the operation's element; names carry the prefix `o`, or `tt` for the common schema. */
  readonly inner?: string;
  /** Header blocks besides security. */
  readonly headers?: string;
  readonly signal?: AbortSignal | undefined;
  /** Without the account, as the standard asks for the clock. */
  readonly isAnonymous?: boolean;
  readonly timeoutMs?: number;
}

const MAX_ANSWER_BYTES = 512 * 1024;

/**
 * SOAP 1.2 over HTTP to one device. Logs in by WS-Security UsernameToken and, when asked, by HTTP digest. Follows no
 * redirect, connects to no host but its own, whatever the answers name; bounds time and size. Holds no connection open.
 * @throws OnvifError from every call, the signal's reason when aborted
 */
export class SoapClient {
  readonly deviceUrl: URL;
  /** How far the device's clock is ahead of ours, for security tokens; set by whoever measured it. */
  clockOffsetMs = 0;
  /** Whether the device asked for the password in the clear (Basic) and nothing better; it does not get it. */
  hasAskedForBasic = false;
  readonly #options: SoapClientOptions;
  #challenge: DigestChallenge | null = null;

  constructor(options: SoapClientOptions) {
    this.#options = options;
    this.deviceUrl = options.deviceUrl;
  }

  /** The first element of the answer's body. */
  async call(call: SoapCall): Promise<XmlElement> {
    const url = call.url ?? this.deviceUrl;
    if (url.hostname !== this.deviceUrl.hostname) throw new OnvifError('forbidden-address', 'another host');
    const first = await this.#exchange(url, call);
    if (first.status !== 401 || call.isAnonymous === true || this.#options.account === null) return readAnswer(first);
    this.#challenge = chooseChallenge(first.challenges);
    this.hasAskedForBasic ||= this.#challenge === null && first.challenges.some((text) => /^\s*basic\b/i.test(text));
    if (this.#challenge === null) throw new OnvifError('authentication', 'the device refuses the account');
    return readAnswer(await this.#exchange(url, call));
  }

  async #exchange(url: URL, call: SoapCall): Promise<HttpAnswer> {
    const { account, clock, mayReach } = this.#options;
    const timeout = AbortSignal.timeout(call.timeoutMs ?? this.#options.timeoutMs ?? 5000);
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    const hasAccount = account !== null && call.isAnonymous !== true;
    const security = hasAccount ? usernameToken(account, clock.nowMs() + this.clockOffsetMs) : '';
    const body = envelope(call, security);
    const path = url.pathname + url.search;
    const headers: Record<string, string> = {
      'content-type': `application/soap+xml; charset=utf-8; action="${call.namespace}/${call.operation}"`,
      'content-length': String(Buffer.byteLength(body)),
      host: url.host,
      connection: 'close',
    };
    if (hasAccount && this.#challenge !== null) {
      headers.authorization = answerChallenge(this.#challenge, account, 'POST', path);
    }
    try {
      const ip = await resolveAllowed(url.hostname, mayReach, signal);
      return await post({ url, ip, path, headers, body, signal });
    } catch (error) {
      call.signal?.throwIfAborted();
      if (timeout.aborted) throw new OnvifError('timeout', 'the device does not answer in time', { cause: error });
      if (error instanceof OnvifError) throw error;
      throw new OnvifError('unreachable', 'the device cannot be reached', { cause: error });
    }
  }
}

interface HttpAnswer {
  readonly status: number;
  readonly challenges: readonly string[];
  readonly text: string;
}

interface Post {
  readonly url: URL;
  readonly ip: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function post({ url, ip, path, headers, body, signal }: Post): Promise<HttpAnswer> {
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const options = { host: ip, port, path, method: 'POST', headers, signal, agent: false as const };
  return new Promise((resolve, reject) => {
    const receive = (response: IncomingMessage): void => {
      collect(response).then((text) => {
        const challenges = response.headersDistinct['www-authenticate'] ?? [];
        resolve({ status: response.statusCode ?? 0, challenges, text });
      }, reject);
    };
    // Devices vouch for themselves; the network they stand in is what protects them.
    const sent = isSecure
      ? httpsRequest({ ...options, rejectUnauthorized: false }, receive)
      : httpRequest(options, receive);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) {
      response.destroy();
      throw new OnvifError('bad-answer', 'the answer is too large');
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function envelope({ namespace, operation, inner = '', headers = '' }: SoapCall, security: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    `xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:o="${namespace}">` +
    `<s:Header>${security}${headers}</s:Header><s:Body><o:${operation}>${inner}</o:${operation}></s:Body></s:Envelope>`
  );
}

function readAnswer({ status, text }: HttpAnswer): XmlElement {
  if (status === 401 || status === 403) throw new OnvifError('authentication', 'the device refuses the account');
  if (status >= 300 && status < 400) throw new OnvifError('bad-answer', 'the device sends elsewhere');
  if (text.trim() === '') throw new OnvifError('bad-answer', `the device answers ${status} without content`);
  const body = childAt(parseXml(text), 'Body');
  const fault = childAt(body, 'Fault');
  if (fault !== undefined) throw readFault(fault);
  const first = body?.children[0];
  if (first === undefined) throw new OnvifError('bad-answer', `the device answers ${status} without a SOAP body`);
  return first;
}

function readFault(fault: XmlElement): OnvifError {
  const codes = `${textAt(fault, 'Code', 'Value')} ${textAt(fault, 'Code', 'Subcode', 'Value')} ${textAt(fault, 'Code', 'Subcode', 'Subcode', 'Value')}`;
  const reason = (textAt(fault, 'Reason', 'Text') ?? textAt(fault, 'faultstring') ?? 'no reason given').slice(0, 200);
  if (/NotAuthorized|FailedAuthentication|FailedCheck|SenderNotAuthorized/i.test(`${codes} ${reason}`)) {
    return new OnvifError('authentication', 'the device refuses the account');
  }
  if (/ActionNotSupported|OptionalActionNotImplemented/i.test(codes)) {
    return new OnvifError('not-supported', `the device does not have this function: ${reason}`);
  }
  return new OnvifError('refused', `the device refuses: ${reason}`);
}
