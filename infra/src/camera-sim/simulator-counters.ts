/** What the simulator counted since it was created. */
export interface SimulatorCounters {
  connectionsAccepted: number;
  connectionsRefused: number;
  requestsRefused: number;
  sessionsStarted: number;
  sessionsTimedOut: number;
  framesSent: number;
  payloadBytesSent: number;
  /** Frames not sent because the client read too slowly. */
  framesDropped: number;
  /** Groups of pictures given up, wholly or from their middle on, for the same reason. */
  gopsDropped: number;
  /** Times the wall clock or a stalled process made the time line jump. */
  timelineJumps: number;
}

export function createCounters(): SimulatorCounters {
  return {
    connectionsAccepted: 0,
    connectionsRefused: 0,
    requestsRefused: 0,
    sessionsStarted: 0,
    sessionsTimedOut: 0,
    framesSent: 0,
    payloadBytesSent: 0,
    framesDropped: 0,
    gopsDropped: 0,
    timelineJumps: 0,
  };
}
