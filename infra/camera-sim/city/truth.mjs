import * as THREE from 'three';

const MIN_WIDTH_PX = 60;
const FRAME = { width: 1280, height: 720 };

/** Corners of a plate mesh in frame pixels, or null when any is behind the camera. */
function projectPlate(mesh, camera) {
  const { width, height } = mesh.userData.plate;
  const corners = [];
  for (const [x, y] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]) {
    const point = new THREE.Vector3((x * width) / 2, (y * height) / 2, 0).applyMatrix4(mesh.matrixWorld);
    const depth = point.clone().applyMatrix4(camera.matrixWorldInverse).z;
    if (depth > -0.2) return null;
    point.project(camera);
    corners.push([((point.x + 1) / 2) * FRAME.width, ((1 - point.y) / 2) * FRAME.height]);
  }
  return corners;
}

function boxOf(corners) {
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** True when no other actor's solid stands between the camera and the plate. */
function isUnoccluded(mesh, camera, others) {
  const { width, height } = mesh.userData.plate;
  const caster = new THREE.Raycaster();
  const eye = camera.getWorldPosition(new THREE.Vector3());
  return [
    [-0.48, -0.45],
    [0.48, -0.45],
    [0.48, 0.45],
    [-0.48, 0.45],
    [0, 0],
  ].every(([x, y]) => {
    const point = new THREE.Vector3(x * width, y * height, 0).applyMatrix4(mesh.matrixWorld);
    const distance = point.distanceTo(eye);
    caster.set(eye, point.sub(eye).normalize());
    caster.far = distance - 0.05;
    return caster.intersectObjects(others, true).length === 0;
  });
}

/**
 * Observes every plate of the clip at every frame and reports the passages: from the first to the last frame at which
 * the whole plate is inside the picture, not hidden, and at least 60 px wide.
 * @returns {{ passages: object[], sightings: object[] }} `sightings` holds per passage the pixel box per frame
 */
export function observePassages(clip) {
  const { scene, camera, actors, durationS, fps } = clip;
  const plates = actors.flatMap((actor) => {
    const found = [];
    actor.object.traverse((node) => {
      if (node.userData.plate) found.push({ mesh: node, actor, seen: [] });
    });
    return found;
  });
  camera.updateMatrixWorld(true);
  for (let frame = 0; frame < durationS * fps; frame++) {
    for (const actor of actors) actor.update(frame / fps);
    scene.updateMatrixWorld(true);
    for (const { mesh, actor, seen } of plates) {
      if (!actor.object.visible) continue;
      const corners = projectPlate(mesh, camera);
      if (!corners) continue;
      const box = boxOf(corners);
      const inside = box.x >= 0 && box.y >= 0 && box.x + box.width <= FRAME.width && box.y + box.height <= FRAME.height;
      if (!inside || box.width < MIN_WIDTH_PX) continue;
      const others = actors.filter((other) => other !== actor && other.object.visible).map((other) => other.object);
      if (isUnoccluded(mesh, camera, others)) seen.push({ frame, ...box });
    }
  }
  const observed = plates.filter(({ seen }) => seen.length > 0).sort((a, b) => a.seen[0].frame - b.seen[0].frame);
  const passages = observed.map(({ mesh, seen }) => {
    const { plate, display, kind, ground, lines, vehicle } = mesh.userData.plate;
    return {
      plate,
      display,
      kind,
      ground,
      lines,
      vehicle,
      inMs: Math.round((seen[0].frame * 1000) / fps),
      outMs: Math.round((seen[seen.length - 1].frame * 1000) / fps),
      plateWidthPxMax: Math.round(Math.max(...seen.map((sighting) => sighting.width))),
    };
  });
  return { passages, sightings: observed.map(({ mesh, seen }) => ({ plate: mesh.userData.plate.plate, seen })) };
}
