/** What is carried while a camera is dragged to a tile or a panel: its id. */
export const DRAGGED_CAMERA = 'application/x-thapcanh-camera';
