import * as THREE from 'three';

/** A painted sky with a light band at the horizon; a mesh and not a background, so that it works in part renders. */
function createSky(top, horizon) {
  const geometry = new THREE.SphereGeometry(170, 24, 16);
  const colors = new Float32Array(geometry.attributes.position.count * 3);
  const high = new THREE.Color(top);
  const low = new THREE.Color(horizon);
  for (let i = 0; i < colors.length / 3; i++) {
    const rise = Math.max(0, geometry.attributes.position.getY(i) / 170);
    low
      .clone()
      .lerp(high, Math.min(1, rise * 2.2))
      .toArray(colors, i * 3);
  }
  geometry.setAttribute('color', new THREE.BufferAttribute(colors, 3));
  return new THREE.Mesh(
    geometry,
    new THREE.MeshBasicMaterial({ vertexColors: true, side: THREE.BackSide, fog: false, depthWrite: false }),
  );
}

/** What car paint and glass reflect: sky above, a row of house silhouettes, dark ground. */
function createReflections(renderer) {
  const surroundings = new THREE.Scene();
  surroundings.add(createSky('#8c9cab', '#e9edee'));
  const ground = new THREE.Mesh(new THREE.CircleGeometry(160, 24), new THREE.MeshBasicMaterial({ color: '#5b5b59' }));
  ground.rotation.x = -Math.PI / 2;
  ground.position.y = -1.2;
  surroundings.add(ground);
  for (let i = 0; i < 26; i++) {
    const angle = (i / 26) * Math.PI * 2;
    const height = 6 + ((i * 7) % 5) * 2.4;
    const house = new THREE.Mesh(
      new THREE.BoxGeometry(9, height, 3),
      new THREE.MeshBasicMaterial({ color: ['#8d8678', '#a59c8b', '#6f7276', '#58614f'][i % 4] }),
    );
    house.position.set(Math.sin(angle) * 34, height / 2 - 1, Math.cos(angle) * 34);
    house.rotation.y = angle;
    surroundings.add(house);
  }
  const target = new THREE.WebGLCubeRenderTarget(256, {
    generateMipmaps: true,
    minFilter: THREE.LinearMipmapLinearFilter,
  });
  const eye = new THREE.CubeCamera(0.1, 400, target);
  const toneMapping = renderer.toneMapping;
  renderer.toneMapping = THREE.NoToneMapping;
  eye.update(renderer, surroundings);
  renderer.toneMapping = toneMapping;
  return target.texture;
}

/** The reflections of the current stage; Lambert plus one cube look-up is far cheaper in software than PBR. */
export const reflections = { texture: null };

/**
 * An empty lit scene.
 * @param {THREE.WebGLRenderer} renderer
 * @param {object} light
 * @param {[number, number, number]} light.sun where the sun shines from (direction)
 * @param {[number, number, number]} light.center middle of the shadowed area
 * @param {number} light.reach half edge of the shadowed area, metres
 */
export function createStage(renderer, { sun, center, reach, sunIntensity = 2.9, fog = [40, 190] }) {
  const scene = new THREE.Scene();
  scene.fog = new THREE.Fog('#dfe6ea', ...fog);
  scene.add(createSky('#7eaad6', '#e6ecef'));
  reflections.texture = createReflections(renderer);
  scene.add(new THREE.HemisphereLight('#dfeaf5', '#77716a', 1.25));
  const lamp = new THREE.DirectionalLight('#fff1dc', sunIntensity);
  const target = new THREE.Vector3(...center);
  lamp.position.copy(new THREE.Vector3(...sun).normalize().multiplyScalar(70).add(target));
  lamp.target.position.copy(target);
  lamp.castShadow = true;
  lamp.shadow.mapSize.set(2048, 2048);
  lamp.shadow.radius = 2.5;
  lamp.shadow.bias = -0.0004;
  lamp.shadow.normalBias = 0.025;
  Object.assign(lamp.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 1, far: 140 });
  scene.add(lamp, lamp.target);
  return scene;
}

/** A camera like a street camera's: `height` metres over the origin, looking along -z, pitched down. */
export function createStreetCamera({ height, pitchDeg, fovDeg, x = 0, yawDeg = 0 }) {
  const camera = new THREE.PerspectiveCamera(fovDeg, 1280 / 720, 0.15, 260);
  camera.position.set(x, height, 0);
  camera.rotation.set(-THREE.MathUtils.degToRad(pitchDeg), THREE.MathUtils.degToRad(yawDeg), 0, 'YXZ');
  camera.updateMatrixWorld(true);
  return camera;
}
