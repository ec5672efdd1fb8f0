// AssemblyScript (https://www.assemblyscript.org), built into pixels.wasm by `npm run generate`.
// Every kernel reads and writes up to 32 bytes past the ends it is given: its caller leaves room for that.
export { blendRows, blockRow, copyBlockRow } from './blocks';
export { averageRows, halveRows } from './halve';
export { blendRowsToFloat, copyPlaneRow, planeRow } from './planes';
