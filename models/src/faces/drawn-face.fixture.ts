import sharp from 'sharp';
import type { FoundFace, RgbImage } from '../contracts.ts';
import { ALIGNED_POINTS } from './alignment.ts';

/** Grey noise that is the same every time: sharp everywhere, nobody's face. */
export function noise(width: number, height: number, seed = 1): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let state = seed;
  for (let i = 0; i < width * height; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data.fill(state >>> 24, i * 3, i * 3 + 3);
  }
  return { width, height, data };
}

/** A level face that looks into the camera, its aligned square `side` px long at a corner. */
export function faceAt(x: number, y: number, side: number): FoundFace {
  const scale = side / 112;
  return {
    box: { x: x + side * 0.15, y: y + side * 0.2, width: side * 0.7, height: side * 0.8 },
    score: 0.9,
    landmarks: ALIGNED_POINTS.map((point) => ({ x: x + point.x * scale, y: y + point.y * scale })),
  };
}

/** A drawing that a face detector takes for a face: eyes at 0.38 and 0.62 of the width, 0.42 of the height. */
export async function drawnFace(side: number): Promise<RgbImage> {
  const svg = `<svg viewBox="0 0 100 100" xmlns="http://www.w3.org/2000/svg">
    <rect width="100" height="100" fill="#8a97a0"/>
    <path d="M20 100 Q20 82 50 80 Q80 82 80 100Z" fill="#34495e"/>
    <rect x="42" y="68" width="16" height="18" fill="#c79a7c"/>
    <ellipse cx="50" cy="47" rx="23" ry="29" fill="#dcb193"/>
    <path d="M26 42 Q27 14 50 14 Q73 14 74 42 Q68 26 50 25 Q32 26 26 42Z" fill="#2b1d16"/>
    <path d="M31 37 Q38 33 44 37" stroke="#3a261c" stroke-width="2" fill="none"/>
    <path d="M56 37 Q62 33 69 37" stroke="#3a261c" stroke-width="2" fill="none"/>
    <ellipse cx="38" cy="42" rx="5" ry="2.6" fill="#fff"/><circle cx="38" cy="42" r="2.4" fill="#2a1a12"/>
    <ellipse cx="62" cy="42" rx="5" ry="2.6" fill="#fff"/><circle cx="62" cy="42" r="2.4" fill="#2a1a12"/>
    <path d="M49 43 Q46 55 45 57 Q50 60 55 57 Q54 55 51 43" fill="#c99a7d"/>
    <path d="M40 65 Q50 62 60 65 Q50 71 40 65Z" fill="#a8544c"/>
  </svg>`;
  const { data, info } = await sharp(Buffer.from(svg), { density: 300 })
    .resize(side, side)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
