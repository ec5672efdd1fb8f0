import * as THREE from 'three';

const FRAME = { width: 1280, height: 720 };
const MARGIN_PX = 10;
const FULL = { x0: 0, y0: 0, x1: FRAME.width, y1: FRAME.height };

/** A string that changes whenever any visible part of the object moved or its `userData.look` changed. */
function poseOf(object) {
  const numbers = [];
  object.traverseVisible((node) => {
    const e = node.matrixWorld.elements;
    numbers.push(
      e[0].toFixed(5),
      e[5].toFixed(5),
      e[9].toFixed(5),
      e[12].toFixed(4),
      e[13].toFixed(4),
      e[14].toFixed(4),
    );
  });
  return `${object.userData.look ?? ''}:${numbers.join()}`;
}

/**
 * Software rendering pays per pixel, and most of a street camera's picture does not change from frame to frame. So the
 * picture is kept, and each frame draws only the rectangles around the actors that moved (where they were and where they
 * are, with their cast shadows), through a view offset that also lets the frustum test drop everything else. A rectangle
 * is always drawn with the whole scene in it, so the result equals a full render of that frame.
 */
export class PartRenderer {
  #renderer;
  #clip;
  #picture = new OffscreenCanvas(FRAME.width, FRAME.height);
  #previous = null;

  constructor(renderer, clip) {
    this.#renderer = renderer;
    this.#clip = clip;
    renderer.shadowMap.autoUpdate = false;
    renderer.setScissorTest(true);
  }

  /** Draws the moment `timeS`; `share` is the part of the picture that had to be drawn. */
  draw(timeS) {
    const { actors, scene } = this.#clip;
    for (const actor of actors) {
      actor.object.visible = true;
      actor.update(timeS);
    }
    scene.updateMatrixWorld(true);
    const current = new Map(
      actors.map(({ object }) => [object, { pose: poseOf(object), rects: object.visible ? this.#rectOf(object) : [] }]),
    );
    const rects = this.#previous ? mergeRects(this.#changed(current)) : [FULL];
    this.#previous = current;
    const context = this.#picture.getContext('2d');
    let area = 0;
    rects.forEach((rect, i) => {
      this.#renderRect(rect, i === 0);
      const width = rect.x1 - rect.x0;
      const height = rect.y1 - rect.y0;
      area += width * height;
      const source = this.#renderer.domElement;
      context.drawImage(source, rect.x0, rect.y0, width, height, rect.x0, rect.y0, width, height);
    });
    return { picture: this.#picture, share: area / (FRAME.width * FRAME.height) };
  }

  #changed(current) {
    const rects = [];
    for (const [object, { pose, rects: now }] of current) {
      const before = this.#previous.get(object);
      if (before.pose !== pose) rects.push(...before.rects, ...now);
    }
    return rects;
  }

  #renderRect({ x0, y0, x1, y1 }, withShadows) {
    const { scene, camera } = this.#clip;
    const [width, height] = [x1 - x0, y1 - y0];
    camera.setViewOffset(FRAME.width, FRAME.height, x0, y0, width, height);
    this.#renderer.setViewport(x0, FRAME.height - y1, width, height);
    this.#renderer.setScissor(x0, FRAME.height - y1, width, height);
    this.#renderer.shadowMap.needsUpdate = withShadows;
    this.#renderer.render(scene, camera);
    camera.clearViewOffset();
  }

  /** Pixel rectangle of the actor and its shadow on the ground; empty when it is outside the picture. */
  #rectOf(object) {
    const { camera, sun } = this.#clip;
    const box = new THREE.Box3().setFromObject(object);
    const rect = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    const view = new THREE.Vector3();
    let inFront = 0;
    const points = [];
    for (let corner = 0; corner < 8; corner++) {
      const point = new THREE.Vector3(
        corner & 1 ? box.max.x : box.min.x,
        corner & 2 ? box.max.y : box.min.y,
        corner & 4 ? box.max.z : box.min.z,
      );
      const fall = Math.max(0, point.y) / sun[1];
      points.push(point, new THREE.Vector3(point.x - sun[0] * fall, 0, point.z - sun[2] * fall));
    }
    for (const point of points) {
      view.copy(point).applyMatrix4(camera.matrixWorldInverse);
      if (view.z > -0.4) continue;
      inFront++;
      point.project(camera);
      const x = ((point.x + 1) / 2) * FRAME.width;
      const y = ((1 - point.y) / 2) * FRAME.height;
      rect.x0 = Math.min(rect.x0, x);
      rect.x1 = Math.max(rect.x1, x);
      rect.y0 = Math.min(rect.y0, y);
      rect.y1 = Math.max(rect.y1, y);
    }
    if (inFront === 0) return [];
    if (inFront < points.length) {
      // partly behind the camera: it leaves through the lower edge, on its own side
      rect.y1 = FRAME.height;
      const side = object.position.x - camera.position.x;
      if (side < 0) rect.x0 = 0;
      else rect.x1 = FRAME.width;
    }
    const clipped = {
      x0: Math.max(0, Math.floor(rect.x0 - MARGIN_PX)),
      y0: Math.max(0, Math.floor(rect.y0 - MARGIN_PX)),
      x1: Math.min(FRAME.width, Math.ceil(rect.x1 + MARGIN_PX)),
      y1: Math.min(FRAME.height, Math.ceil(rect.y1 + MARGIN_PX)),
    };
    return clipped.x1 - clipped.x0 > 1 && clipped.y1 - clipped.y0 > 1 ? [clipped] : [];
  }
}

const areaOf = ({ x0, y0, x1, y1 }) => (x1 - x0) * (y1 - y0);

/** Joins rectangles as long as that makes less to draw. */
export function mergeRects(rects) {
  const merged = [];
  for (const rect of rects) {
    let current = { ...rect };
    for (let i = 0; i < merged.length; ) {
      const other = merged[i];
      const union = {
        x0: Math.min(current.x0, other.x0),
        y0: Math.min(current.y0, other.y0),
        x1: Math.max(current.x1, other.x1),
        y1: Math.max(current.y1, other.y1),
      };
      if (areaOf(union) <= (areaOf(current) + areaOf(other)) * 1.02 + 6000) {
        current = union;
        merged.splice(i, 1);
        i = 0;
      } else i++;
    }
    merged.push(current);
  }
  return merged;
}
