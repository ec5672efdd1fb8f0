/** Why a device did not do what it was asked. */
export type OnvifFailure =
  /** Nothing answers there, or the address may not be asked. */
  | 'unreachable'
  | 'forbidden-address'
  | 'timeout'
  /** Wrong or missing account. */
  | 'authentication'
  /** The device says it does not have the function. */
  | 'not-supported'
  /** The answer is too large, no XML, or lacks what the standard demands. */
  | 'bad-answer'
  /** The device refused with a reason of its own. */
  | 'refused';

/** The one error of this room. The message quotes at most a line of the device and never a password. */
export class OnvifError extends Error {
  readonly failure: OnvifFailure;

  constructor(failure: OnvifFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OnvifError';
    this.failure = failure;
  }
}
