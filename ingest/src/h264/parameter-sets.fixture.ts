/** Sets that x264 wrote; `SPS_320X180` and `PPS` are those of the simulator's test pattern (High, 10 fps). */
export const SPS_320X180 = Buffer.from('Z2QAC6yyAoM/PgIgAAADACAAAAMCgeKFSQ==', 'base64');
export const PPS = Buffer.from('aOvBEsiw', 'base64');
