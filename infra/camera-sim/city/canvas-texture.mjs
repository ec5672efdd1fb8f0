import * as THREE from 'three';

/**
 * Paints a canvas and wraps it as a texture with mipmaps.
 * @param {number} width canvas px
 * @param {number} height canvas px
 * @param {(context: CanvasRenderingContext2D) => void} paint
 * @param {{ repeat?: [number, number], data?: boolean, anisotropy?: number }} [options] `data`: not a colour (no sRGB)
 */
export function canvasTexture(width, height, paint, { repeat, data = false, anisotropy = 4 } = {}) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  paint(context);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = data ? THREE.NoColorSpace : THREE.SRGBColorSpace;
  texture.anisotropy = anisotropy;
  if (repeat) {
    texture.wrapS = THREE.RepeatWrapping;
    texture.wrapT = THREE.RepeatWrapping;
    texture.repeat.set(...repeat);
  }
  return texture;
}

/** Scatters `count` small translucent specks of the given colours over a rectangle: the grain of asphalt or plaster. */
export function speckle(context, random, { width, height, count, colors, size = [1, 2], alpha = 0.5 }) {
  for (let i = 0; i < count; i++) {
    context.globalAlpha = random.range(0.2, 1) * alpha;
    context.fillStyle = random.pick(colors);
    const edge = random.range(size[0], size[1]);
    context.fillRect(random.range(0, width), random.range(0, height), edge, edge);
  }
  context.globalAlpha = 1;
}

/** Soft round blotches that break the sameness of a tiled surface. */
export function blotches(context, random, { width, height, count, color, radius, alpha }) {
  for (let i = 0; i < count; i++) {
    const x = random.range(0, width);
    const y = random.range(0, height);
    const r = random.range(radius[0], radius[1]);
    const fill = context.createRadialGradient(x, y, 0, x, y, r);
    fill.addColorStop(0, color);
    fill.addColorStop(1, 'rgba(0,0,0,0)');
    context.globalAlpha = random.range(0.4, 1) * alpha;
    context.fillStyle = fill;
    context.fillRect(x - r, y - r, r * 2, r * 2);
  }
  context.globalAlpha = 1;
}
