import type { SimulatedOnvifOptions, SimulatedProfile } from './simulated-device-options.ts';
import type { SimulatedPtz } from './simulated-ptz.ts';
import type { SimulatedPullPoint } from './simulated-pull-point.ts';

/** What the services of a simulated device share: its options, its clock, and what clients set. */
export interface SimulatedDeviceState {
  readonly options: SimulatedOnvifOptions;
  readonly url: string;
  readonly ptz: SimulatedPtz;
  readonly pullPoint: SimulatedPullPoint;
  /** As set by clients, by token. */
  readonly profiles: Map<string, SimulatedProfile>;
  clockMs: number;
  clockSource: 'Manual' | 'NTP';
  ntpServer: string | null;
}
