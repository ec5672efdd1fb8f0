import type { PixelPoint } from '../contracts.ts';

/** How a face is held, read off its four points. All are zero or near it for a face that looks into the camera. */
export interface FacePose {
  /** Nose tip beside the middle of the eyes, in eye distances; positive to the picture's right. About .5 at 45 degrees. */
  readonly turn: number;
  /** Nose tip between eyes (0) and mouth (1), less the .5 of a level face; positive when looking down. */
  readonly nod: number;
  /** Slope of the line through the eyes, degrees, -180..180. */
  readonly tiltDegrees: number;
}

/** Reads right eye, left eye, nose tip, mouth centre; null when points are missing or fall together. */
export function poseOf(landmarks: readonly PixelPoint[]): FacePose | null {
  const [rightEye, leftEye, nose, mouth] = landmarks;
  if (rightEye === undefined || leftEye === undefined || nose === undefined || mouth === undefined) return null;
  const [alongX, alongY] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
  const eyeDistance = Math.hypot(alongX, alongY);
  const middle = { x: (rightEye.x + leftEye.x) / 2, y: (rightEye.y + leftEye.y) / 2 };
  const along = (point: PixelPoint): number =>
    ((point.x - middle.x) * alongX + (point.y - middle.y) * alongY) / eyeDistance;
  const down = (point: PixelPoint): number =>
    ((point.y - middle.y) * alongX - (point.x - middle.x) * alongY) / eyeDistance;
  const turn = along(nose) / eyeDistance;
  const nod = down(nose) / down(mouth) - 0.5;
  if (!Number.isFinite(turn) || !Number.isFinite(nod)) return null;
  return { turn, nod, tiltDegrees: (Math.atan2(alongY, alongX) * 180) / Math.PI };
}
