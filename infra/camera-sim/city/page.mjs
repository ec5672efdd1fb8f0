import * as THREE from 'three';
import { buildAvenue } from './avenue-scene.mjs';
import { findFaults } from './collisions.mjs';
import { buildGateCar } from './gate-car-scene.mjs';
import { buildGateMoto } from './gate-moto-scene.mjs';
import { drawOverlay } from './overlay.mjs';
import { PartRenderer } from './part-render.mjs';
import { observePassages } from './truth.mjs';

const BUILDERS = { avenue: buildAvenue, 'gate-car': buildGateCar, 'gate-moto': buildGateMoto };

const canvas = document.createElement('canvas');
canvas.width = 1280;
canvas.height = 720;
document.body.append(canvas);
const context = canvas.getContext('2d');
let clip;
let parts;

/** The render driver's only entry: load a clip once, then ask for frames in any order. */
window.city = {
  async load(name) {
    await Promise.all(
      ['700 20px "Roboto Condensed"', '500 20px Roboto', '600 20px Roboto'].map((font) => document.fonts.load(font)),
    );
    const renderer = new THREE.WebGLRenderer({ antialias: true });
    renderer.setSize(1280, 720, false);
    renderer.toneMapping = THREE.ACESFilmicToneMapping;
    renderer.toneMappingExposure = 1.22;
    renderer.shadowMap.enabled = true;
    renderer.shadowMap.type = THREE.PCFShadowMap;
    clip = BUILDERS[name](renderer);
    parts = new PartRenderer(renderer, clip);
    const { durationS, fps, seed } = clip;
    return { durationS, fps, seed, triangles: renderer.info.render.triangles };
  },
  /** The frame as a base64 JPEG. */
  frame(index) {
    const { picture, share } = parts.draw(index / clip.fps);
    context.drawImage(picture, 0, 0);
    drawOverlay(context, clip.cameraName);
    return { jpeg: canvas.toDataURL('image/jpeg', 0.95).split(',')[1], share };
  },
  truth: () => ({ ...observePassages(clip), counts: clip.counts }),
  faults: () => findFaults(clip),
};
