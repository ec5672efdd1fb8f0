import type { CameraFault } from '@thapcanh/core/camera/camera';
import { errorDetail, systemErrorCode } from '@thapcanh/infra/errors/storage-failure';

/** The storage as a whole may not be written (`StoreGuard`), whatever the file system would say. */
export class StorageRefusal extends Error {
  override readonly name = 'StorageRefusal';
}

/** A failed write as the fault of its camera. `isOurBug`: nothing the system or the storage said. */
export function storageFaultOf(error: unknown): { fault: CameraFault; isOurBug: boolean } {
  const code = systemErrorCode(error);
  const isRefusal = error instanceof StorageRefusal;
  const detail = isRefusal ? error.message : code === null ? errorDetail(error) : `${code}: ${reasonOf(error)}`;
  return { fault: { code: 'TC_CAMERA_STORAGE_FAILED', params: { detail } }, isOurBug: code === null && !isRefusal };
}

/** Node's text without the call and its path: `no space left on device`. */
function reasonOf(error: unknown): string {
  return errorDetail(error)
    .replace(/^[A-Z0-9]+: /, '')
    .replace(/, \w+( .*)?$/, '');
}
