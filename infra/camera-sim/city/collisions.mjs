import * as THREE from 'three';

/** Contact shadows and mirrors reach past the body; this much of a bounding box is not solid (metres). */
const SOFT_MARGIN = 0.3;

function footprint(object) {
  const box = new THREE.Box3().setFromObject(object);
  const margin = object.userData.wheelRadius ? SOFT_MARGIN : 0.24;
  box.min.add(new THREE.Vector3(margin, 0, margin));
  box.max.sub(new THREE.Vector3(margin, 0, margin));
  return box;
}

/**
 * Looks through a clip twice a second for moving things that stand in one another, and for things on stage at the end of
 * the loop but not at its start. Both lists are empty in a sound clip.
 */
export function findFaults({ scene, actors, durationS }) {
  const movers = actors.filter(({ object }) => object.userData.wheelRadius || object.userData.setPhase);
  const settle = (time) => {
    for (const actor of actors) {
      actor.object.visible = true;
      actor.update(time);
    }
    scene.updateMatrixWorld(true);
    return movers.filter(({ object }) => object.visible).map(({ object }) => object);
  };
  const collisions = [];
  for (let time = 0; time < durationS; time += 0.5) {
    const boxes = settle(time).map((object) => [object, footprint(object)]);
    boxes.forEach(([a, boxA], i) => {
      for (const [b, boxB] of boxes.slice(i + 1)) {
        if (boxA.intersectsBox(boxB)) collisions.push({ time, a: a.position.toArray(), b: b.position.toArray() });
      }
    });
  }
  const places = (time) => settle(time).map(({ position }) => position.clone());
  const atStart = places(0);
  const jumps = places(durationS - 1e-3)
    .filter((end) => !atStart.some((start) => start.distanceTo(end) < 0.3))
    .map((end) => end.toArray());
  return { collisions, jumps };
}
