/** The one error of the MP4 reader: the bytes are not a clip the simulator can play. The message says what is wrong. */
export class Mp4Error extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Mp4Error';
  }
}
