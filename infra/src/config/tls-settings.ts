import { isIPv4 } from 'node:net';
import type { TlsConfig, WebrtcConfig } from './config.ts';
import { badValue, missingValue } from './config-refusals.ts';

type Read = (name: 'THAPCANH_TLS' | 'THAPCANH_TLS_CERT' | 'THAPCANH_TLS_KEY' | WebrtcVariable) => string | null;
type WebrtcVariable = 'THAPCANH_WEBRTC_ADDRESSES' | 'THAPCANH_WEBRTC_PORTS';

/** `THAPCANH_TLS` is `off` (default) or `self-signed`; two files alone choose themselves. Null: plain HTTP. */
export function parseTls(where: string, text: Read): TlsConfig | null {
  const [mode, certFile, keyFile] = [text('THAPCANH_TLS'), text('THAPCANH_TLS_CERT'), text('THAPCANH_TLS_KEY')];
  if (mode !== null && mode !== 'off' && mode !== 'self-signed') {
    throw badValue(where, 'THAPCANH_TLS', mode, {
      vi: 'off hoặc self-signed; chứng chỉ riêng đặt bằng THAPCANH_TLS_CERT và THAPCANH_TLS_KEY',
      en: 'off or self-signed; a certificate of your own goes into THAPCANH_TLS_CERT and THAPCANH_TLS_KEY',
    });
  }
  const both = { vi: 'cả chứng chỉ và khóa (tệp PEM)', en: 'both the certificate and the key (PEM files)' };
  if (certFile === null && keyFile !== null) throw missingValue(where, 'THAPCANH_TLS_CERT', both);
  if (certFile !== null && keyFile === null) throw missingValue(where, 'THAPCANH_TLS_KEY', both);
  if (mode === 'off') return null;
  if (certFile === null || keyFile === null) return mode === null ? null : { kind: 'self-signed' };
  if (mode === null) return { kind: 'files', certFile, keyFile };
  throw badValue(where, 'THAPCANH_TLS', mode, {
    vi: 'bỏ trống khi đã có chứng chỉ riêng',
    en: 'nothing when there is a certificate of your own',
  });
}

export function absoluteTls(tls: TlsConfig, absolute: (file: string) => string): TlsConfig {
  if (tls.kind === 'self-signed') return tls;
  return { kind: 'files', certFile: absolute(tls.certFile), keyFile: absolute(tls.keyFile) };
}

/** The variables from which `parseTls` makes the same. */
export function tlsToEnvironment(tls: TlsConfig | undefined): Record<string, string> {
  if (tls === undefined) return {};
  if (tls.kind === 'self-signed') return { THAPCANH_TLS: 'self-signed' };
  return { THAPCANH_TLS_CERT: tls.certFile, THAPCANH_TLS_KEY: tls.keyFile };
}

/** `203.0.113.9,198.51.100.4` and `50000-50199`; null when neither is set. */
export function parseWebrtc(where: string, text: Read): WebrtcConfig | null {
  const [addresses, ports] = [text('THAPCANH_WEBRTC_ADDRESSES'), text('THAPCANH_WEBRTC_PORTS')];
  if (addresses === null && ports === null) return null;
  const publicAddresses = addresses?.split(',').map((address) => address.trim()) ?? [];
  for (const address of publicAddresses) {
    if (isIPv4(address)) continue;
    throw badValue(where, 'THAPCANH_WEBRTC_ADDRESSES', address, {
      vi: 'các địa chỉ IPv4, cách nhau bằng dấu phẩy',
      en: 'IPv4 addresses, separated by commas',
    });
  }
  const portRange = ports === null ? null : parsePortRange(where, ports);
  return { publicAddresses, portRange };
}

export function webrtcToEnvironment(webrtc: WebrtcConfig | undefined): Record<string, string> {
  if (webrtc === undefined) return {};
  const { publicAddresses, portRange } = webrtc;
  return {
    ...(publicAddresses.length === 0 ? {} : { THAPCANH_WEBRTC_ADDRESSES: publicAddresses.join(',') }),
    ...(portRange === null ? {} : { THAPCANH_WEBRTC_PORTS: portRange.join('-') }),
  };
}

function parsePortRange(where: string, text: string): [number, number] {
  const [, first, last] = /^(\d{4,5})-(\d{4,5})$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (from >= 1_024 && to <= 65_535 && from < to) return [from, to];
  throw badValue(where, 'THAPCANH_WEBRTC_PORTS', text, {
    vi: 'khoảng cổng UDP như 50000-50199',
    en: 'a range of UDP ports like 50000-50199',
  });
}
