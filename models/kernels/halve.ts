/** Two rows of RGB pixels to one of half the width: the mean of four, halves up. `pixels`: of the row made. */
export function halveRows(upper: usize, lower: usize, out: usize, pixels: i32): void {
  const end = out + 3 * pixels;
  for (; out < end; out += 12, upper += 24, lower += 24) {
    const bytes = i8x16.narrow_i16x8_u(halfOf(upper, lower), halfOf(upper + 12, lower + 12));
    v128.store(out, i8x16.swizzle(bytes, i8x16(0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 0, 0, 0, 0)));
  }
}

/** Four pixels of each row to two, in the first six lanes of 16 bits. */
function halfOf(upper: usize, lower: usize): v128 {
  const sum = i16x8.add(pairSums(v128.load(upper)), pairSums(v128.load(lower)));
  return i16x8.shr_u(i16x8.add(sum, i16x8.splat(2)), 2);
}

/** Neighbouring pixels R G B R G B added up. */
function pairSums(pixels: v128): v128 {
  const paired = i8x16.swizzle(pixels, i8x16(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11, 12, 12, 12, 12));
  return i16x8.extadd_pairwise_i8x16_u(paired);
}

/** The mean of two rows, halves up. */
export function averageRows(upper: usize, lower: usize, out: usize, bytes: i32): void {
  const end = out + bytes;
  for (; out < end; out += 16, upper += 16, lower += 16)
    v128.store(out, i8x16.avgr_u(v128.load(upper), v128.load(lower)));
}
