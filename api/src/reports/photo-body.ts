import type { FastifyError, FastifyInstance } from 'fastify';
import { MAX_PHOTO_BYTES, refused } from './report-photo.ts';

/** Bodies of pictures as they are; only of the routes of this scope, and never larger than a photo. */
export function acceptPhotos(scope: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  scope.addContentTypeParser(
    ['image/jpeg', 'image/png', 'image/webp'],
    { parseAs: 'buffer', bodyLimit: MAX_PHOTO_BYTES },
    (_request, body, done) => done(null, body),
  );
}

/** Says in words about photos what is wrong with a body that was not read. */
export function photoErrors(error: FastifyError): never {
  if (error.statusCode === 413) throw refused('ảnh lớn hơn 10 MB', 'it is larger than 10 MB');
  if (error.statusCode === 415) throw refused('kiểu tệp không phải ảnh', 'its type is no picture');
  throw error;
}
