import type { CameraFault } from '@thapcanh/core/camera/camera';
import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';

const MAX_DETAIL_CHARACTERS = 80;

/**
 * Why an attempt or a connection ended; thrown and caught inside a session. Holds no credential: details are our own
 * words or the camera's reason phrase, cleaned by `cleanDetail`.
 */
export class CameraFailure extends Error {
  readonly fault: CameraFault;

  constructor(code: CameraFaultCode, params: CameraFault['params'], options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'CameraFailure';
    this.fault = { code, params };
  }
}

/** Text from a camera made fit for one line of a status: printable ASCII, short. */
export function cleanDetail(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return printable.length > MAX_DETAIL_CHARACTERS ? `${printable.slice(0, MAX_DETAIL_CHARACTERS - 3)}...` : printable;
}
