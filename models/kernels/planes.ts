/** `upper` and `lower` mixed into 32-bit floats. `share`: the part of `lower`. */
export function blendRowsToFloat(upper: usize, lower: usize, share: f32, out: usize, bytes: i32): void {
  const shares = f32x4.splat(share);
  const end = upper + bytes;
  for (; upper < end; upper += 8, lower += 8, out += 32) {
    const above = v128.load8x8_u(upper);
    const difference = i16x8.sub(v128.load8x8_u(lower), above);
    v128.store(out, mixed(i32x4.extend_low_i16x8_u(above), i32x4.extend_low_i16x8_s(difference), shares));
    v128.store(out + 16, mixed(i32x4.extend_high_i16x8_u(above), i32x4.extend_high_i16x8_s(difference), shares));
  }
}

function mixed(above: v128, difference: v128, shares: v128): v128 {
  return f32x4.add(f32x4.convert_i32x4_s(above), f32x4.mul(f32x4.convert_i32x4_s(difference), shares));
}

/**
 * A mixed row into one row of each plane, `value * scale + shift`. `taps`, one a pixel: the byte where its left neighbour
 * starts, then the part of the right one as a float. `numbers`: three scales and three shifts as floats, R G B.
 */
export function planeRow(
  row: usize,
  taps: usize,
  numbers: usize,
  red: usize,
  green: usize,
  blue: usize,
  pixels: i32,
): void {
  const end = taps + 8 * pixels;
  for (; taps < end; taps += 32, red += 16, green += 16, blue += 16) {
    const first = pixelAt(row, taps);
    const second = pixelAt(row, taps + 8);
    const third = pixelAt(row, taps + 16);
    const fourth = pixelAt(row, taps + 24);
    const redGreenLow = i32x4.shuffle(first, second, 0, 4, 1, 5);
    const redGreenHigh = i32x4.shuffle(third, fourth, 0, 4, 1, 5);
    const blueLow = i32x4.shuffle(first, second, 2, 6, 3, 7);
    const blueHigh = i32x4.shuffle(third, fourth, 2, 6, 3, 7);
    v128.store(red, normalised(i32x4.shuffle(redGreenLow, redGreenHigh, 0, 1, 4, 5), numbers));
    v128.store(green, normalised(i32x4.shuffle(redGreenLow, redGreenHigh, 2, 3, 6, 7), numbers + 4));
    v128.store(blue, normalised(i32x4.shuffle(blueLow, blueHigh, 0, 1, 4, 5), numbers + 8));
  }
}

function pixelAt(row: usize, tap: usize): v128 {
  const at = row + load<u32>(tap);
  const left = v128.load(at);
  return f32x4.add(left, f32x4.mul(f32x4.sub(v128.load(at + 12), left), v128.load32_splat(tap + 4)));
}

/** A row of RGB pixels into one row of each plane, as `planeRow` does where every pixel stays in its place. */
export function copyPlaneRow(row: usize, numbers: usize, red: usize, green: usize, blue: usize, pixels: i32): void {
  const end = row + 3 * pixels;
  for (; row < end; row += 12, red += 16, green += 16, blue += 16) {
    const bytes = v128.load(row);
    const reds = i8x16.swizzle(bytes, i8x16(0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1));
    const greens = i8x16.swizzle(bytes, i8x16(1, -1, -1, -1, 4, -1, -1, -1, 7, -1, -1, -1, 10, -1, -1, -1));
    const blues = i8x16.swizzle(bytes, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1));
    v128.store(red, normalised(f32x4.convert_i32x4_s(reds), numbers));
    v128.store(green, normalised(f32x4.convert_i32x4_s(greens), numbers + 4));
    v128.store(blue, normalised(f32x4.convert_i32x4_s(blues), numbers + 8));
  }
}

function normalised(values: v128, numbers: usize): v128 {
  return f32x4.add(f32x4.mul(values, v128.load32_splat(numbers)), v128.load32_splat(numbers + 12));
}
