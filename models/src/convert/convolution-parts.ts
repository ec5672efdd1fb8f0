import type { OnnxTensor } from './onnx-model.ts';
import { listOf, type TfNode } from './tfjs-graph.ts';

type FloatKernel = Extract<OnnxTensor, { type: 'float' }>;

const textOf = (base64: string): string => Buffer.from(base64, 'base64').toString();

/** Strides and padding of a node with a sliding window, as ONNX names them. */
export function windowAttributes(node: TfNode): { strides: number[]; auto_pad: string } {
  const padding = textOf(node.attributes.padding?.s ?? '');
  if (padding !== 'VALID' && padding !== 'SAME') throw new Error(`${node.name}: padding ${padding} is not supported`);
  return { strides: listOf(node, 'strides').slice(1, 3), auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' };
}

/** Names of the operations that a fused node does after its own, in order. */
export const fusedOperations = (node: TfNode): string[] => (node.attributes.fused_ops?.list?.s ?? []).map(textOf);

/**
 * A depthwise kernel `[height, width, channels, multiplier]` as the kernel of a convolution with one group a channel:
 * the same numbers in the same order.
 */
export function depthwiseAsGrouped({ type, dims, data }: FloatKernel): FloatKernel {
  const [height = 0, width = 0, channels = 0, multiplier = 0] = dims;
  return { type, dims: [height, width, 1, channels * multiplier], data };
}

/** TensorFlow's `[height, width, inputs, outputs]` in ONNX's order. */
export function kernelToOihw(kernel: FloatKernel): OnnxTensor {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = kernel.dims;
  const data = new Float32Array(kernel.data.length);
  let from = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let i = 0; i < inputs; i += 1)
        for (let o = 0; o < outputs; o += 1) {
          data[((o * inputs + i) * height + y) * width + x] = kernel.data[from] ?? 0;
          from += 1;
        }
  return { type: 'float', dims: [outputs, inputs, height, width], data };
}
