/** Two rows of pixels beside each other into blocks of two by two: R G B of upper left, upper right, lower left, lower right. */
export function copyBlockRow(upper: usize, lower: usize, out: usize, blocks: i32): void {
  const end = out + 12 * blocks;
  for (; out < end; out += 24, upper += 12, lower += 12) {
    const above = v128.load(upper);
    const below = v128.load(lower);
    v128.store(out, i8x16.shuffle(above, below, 0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 6, 7, 8, 9));
    v128.store(out + 16, i8x16.shuffle(above, below, 10, 11, 22, 23, 24, 25, 26, 27, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}

/** `upper` and `lower` mixed into 16 bits of 1/128. `share`: the part of `lower`, 0..32767 of 32768. */
export function blendRows(upper: usize, lower: usize, share: i32, out: usize, bytes: i32): void {
  const shares = i16x8.splat(<i16>share);
  const end = upper + bytes;
  for (; upper < end; upper += 16, lower += 16, out += 32) {
    const above = v128.load(upper);
    const below = v128.load(lower);
    v128.store(out, mixed(i16x8.extend_low_i8x16_u(above), i16x8.extend_low_i8x16_u(below), shares));
    v128.store(out + 16, mixed(i16x8.extend_high_i8x16_u(above), i16x8.extend_high_i8x16_u(below), shares));
  }
}

function mixed(above: v128, below: v128, shares: v128): v128 {
  const difference = i16x8.shl(i16x8.sub(below, above), 7);
  return i16x8.add(i16x8.shl(above, 7), i16x8.q15mulr_sat_s(difference, shares));
}

/**
 * Two mixed rows into blocks. `taps`, two a block: the byte where a pixel's left neighbour starts, then the parts of the left
 * and the right one, 16 bits each, of 16384.
 */
export function blockRow(upper: usize, lower: usize, taps: usize, out: usize, blocks: i32): void {
  const end = out + 12 * blocks;
  for (; out < end; out += 12, taps += 16) {
    const left = load<u32>(taps);
    const leftParts = v128.load32_splat(taps, 4);
    const right = load<u32>(taps, 8);
    const rightParts = v128.load32_splat(taps, 12);
    const bytes = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(pixelAt(upper + left, leftParts), pixelAt(upper + right, rightParts)),
      i16x8.narrow_i32x4_s(pixelAt(lower + left, leftParts), pixelAt(lower + right, rightParts)),
    );
    v128.store(out, i8x16.swizzle(bytes, i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0)));
  }
}

function pixelAt(left: usize, parts: v128): v128 {
  const pixels = v128.load(left);
  const paired = i8x16.swizzle(pixels, i8x16(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 4, 5, 10, 11));
  return i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(paired, parts), i32x4.splat(1 << 20)), 21);
}
