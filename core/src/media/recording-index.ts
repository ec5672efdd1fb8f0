/**
 * One independently decodable run of a recording file: it starts with a key frame and lies at
 * [`offset`, `offset + bytes`) of the file. `offsetMs` counts from the recording's start; runs are in order and
 * do not overlap. The initialisation segment lies at [0, `initBytes`).
 */
export interface RecordingFragment {
  readonly offset: number;
  readonly bytes: number;
  readonly offsetMs: number;
  readonly durationMs: number;
}
