/**
 * An actor is `{ object, update(timeS) }`: `update` places the object for a moment of the clip and hides it when it is
 * not on stage.
 *
 * @param {import('three').Object3D} object with `userData.wheelRadius` and children named `wheel`
 * @param {(timeS: number) => null | { x: number, z: number, heading: number, travelled: number, lean?: number }} path
 *   ground position in metres, heading in radians about y, and distance travelled (turns the wheels)
 */
export function driveVehicle(object, path) {
  const wheels = object.children.filter((child) => child.name === 'wheel');
  return {
    object,
    update(time) {
      const state = path(time);
      object.visible = state !== null;
      if (!state) return;
      object.position.set(state.x, 0, state.z);
      object.rotation.set(0, state.heading, state.lean ?? 0);
      const turn = state.travelled / object.userData.wheelRadius;
      for (const wheel of wheels) wheel.rotation.x = turn;
    },
  };
}
