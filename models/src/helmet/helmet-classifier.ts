import type { HelmetClassifier, HelmetVerdict, RgbImage, RunOptions } from '../contracts.ts';
import { assertImage } from '../image.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import { halve, writePlanarRgb } from '../planar.ts';

export const HEAD_SIDE = 48;
const OUTPUT = 'logits';
const MAX_BATCH = 32;

/**
 * Our own network for heads of riders, 48 x 48. Its logits are calibrated (divided by a temperature inside the network: Guo et
 * al., On Calibration of Modern Neural Networks, 2017), so that a verdict given with .8 is right about eight times in ten.
 */
export class HelmetNetClassifier implements HelmetClassifier {
  readonly modelId: string;
  readonly #session: OnnxSession;

  /** Takes the session over: `close` frees it. */
  constructor(session: OnnxSession) {
    this.modelId = session.modelId;
    this.#session = session;
  }

  async warmUp(): Promise<void> {
    await this.classify([{ width: HEAD_SIDE, height: HEAD_SIDE, data: new Uint8Array(HEAD_SIDE * HEAD_SIDE * 3) }]);
  }

  async classify(heads: readonly RgbImage[], options: RunOptions = {}): Promise<HelmetVerdict[]> {
    for (const head of heads) assertImage(head);
    const verdicts: HelmetVerdict[] = [];
    for (let start = 0; start < heads.length; start += MAX_BATCH)
      verdicts.push(...(await this.#classifyBatch(heads.slice(start, start + MAX_BATCH), options.signal)));
    return verdicts;
  }

  async #classifyBatch(heads: readonly RgbImage[], signal?: AbortSignal): Promise<HelmetVerdict[]> {
    const size = 3 * HEAD_SIDE * HEAD_SIDE;
    const data = new Float32Array(heads.length * size);
    for (const [index, head] of heads.entries()) writeHead(head, data, index * size);
    const outputs = await this.#session.run({ data, dims: [heads.length, 3, HEAD_SIDE, HEAD_SIDE] }, signal);
    const logits = outputOf(this.#session, outputs, OUTPUT, [heads.length, 2]).data;
    return heads.map((_, index) => {
      const lead = (logits[index * 2] ?? 0) - (logits[index * 2 + 1] ?? 0);
      const probability = 1 / (1 + Math.exp(-Math.abs(lead)));
      return { label: lead >= 0 ? 'helmet' : 'no-helmet', probability };
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function writeHead(head: RgbImage, data: Float32Array, offset: number): void {
  let source = head;
  while (Math.min(source.width, source.height) >= HEAD_SIDE * 2) source = halve(source);
  const whole = { x: 0, y: 0, width: source.width, height: source.height };
  writePlanarRgb(source, whole, {
    data,
    offset,
    width: HEAD_SIDE,
    height: HEAD_SIDE,
    fillWidth: HEAD_SIDE,
    fillHeight: HEAD_SIDE,
  });
}
