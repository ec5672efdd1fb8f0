/** What a device offers, ready for the camera form. */
export interface FoundStreams {
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly onvifUrl: string;
  readonly username: string;
  readonly password: string;
}
