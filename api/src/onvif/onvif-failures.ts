import { OnvifError, type OnvifFailure } from '@thapcanh/infra/onvif/onvif-error';
import { type API_ERRORS, apiError } from '../errors/api-errors.ts';

const CODES: Readonly<Record<OnvifFailure, keyof typeof API_ERRORS>> = {
  unreachable: 'TC_ONVIF_UNREACHABLE',
  timeout: 'TC_ONVIF_UNREACHABLE',
  'forbidden-address': 'TC_ONVIF_ADDRESS_FORBIDDEN',
  authentication: 'TC_ONVIF_ACCOUNT_REFUSED',
  'not-supported': 'TC_ONVIF_UNSUPPORTED',
  'bad-answer': 'TC_ONVIF_ANSWER_INVALID',
  refused: 'TC_ONVIF_REFUSED',
};

/** Runs a conversation with a camera; its failures become errors of the API. */
export async function withCamera<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OnvifError)) throw error;
    throw apiError(CODES[error.failure], {}, { cause: error });
  }
}
