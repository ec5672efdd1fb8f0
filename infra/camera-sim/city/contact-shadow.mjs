import * as THREE from 'three';
import { canvasTexture } from './canvas-texture.mjs';

let material;

/** A soft dark patch on the ground under an object, `width` x `length` metres: stands in for ambient occlusion. */
export function contactShadow(width, length) {
  material ??= new THREE.MeshBasicMaterial({
    map: canvasTexture(64, 64, (context) => {
      const fill = context.createRadialGradient(32, 32, 6, 32, 32, 32);
      fill.addColorStop(0, 'rgba(0,0,0,.85)');
      fill.addColorStop(0.55, 'rgba(0,0,0,.55)');
      fill.addColorStop(1, 'rgba(0,0,0,0)');
      context.fillStyle = fill;
      context.fillRect(0, 0, 64, 64);
    }),
    transparent: true,
    depthWrite: false,
    polygonOffset: true,
    polygonOffsetFactor: -4,
    polygonOffsetUnits: -4,
  });
  const patch = new THREE.Mesh(new THREE.PlaneGeometry(width, length), material);
  patch.rotation.x = -Math.PI / 2;
  patch.position.y = 0.018;
  patch.renderOrder = 2;
  return patch;
}
