import type { ObjectsConfig } from '../config/config.ts';
import { createFileSystemObjectStore } from './file-system-object-store.ts';
import type { ObjectStore } from './object-store.ts';
import { createS3ObjectStore } from './s3-object-store.ts';

/** The store the configuration names. Opens nothing: call `check` to learn whether it works. */
export function createObjectStore(config: ObjectsConfig): ObjectStore {
  return config.kind === 'file-system' ? createFileSystemObjectStore(config.dir) : createS3ObjectStore(config);
}
