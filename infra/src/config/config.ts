import type { AnalysisProfile } from '@thapcanh/core/camera/camera';

/** `ingest` runs in several processes a node (`Config.workerCount`), every other role in one. */
export type RoleName = 'api' | 'ingest' | 'archiver' | 'analytics' | 'jobs';

/** A camera named on the command line, in `cameras.yaml` or by the demo city; upserted by id at start. Its URLs carry no credentials. */
export interface CameraSeed {
  readonly id: string;
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly profile: AnalysisProfile;
  readonly origin: 'command-line' | 'file' | 'demo';
  /** Where it stands, for a camera that is new; people move it on the map. */
  readonly place?: CameraPlace;
}

/** Degrees (WGS84; the bearing from north, clockwise) and metres. */
export interface CameraPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly bearingDeg: number;
  readonly viewDeg: number;
  readonly viewM: number;
}

export type ObjectsConfig =
  | { readonly kind: 'file-system'; readonly dir: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string;
      readonly region: string;
      readonly bucket: string;
      readonly accessKey: string;
      readonly secretKey: string;
    };

/** Where the web server's certificate comes from: made by ourselves in `<dataDir>/tls`, or two PEM files. */
export type TlsConfig =
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'files'; readonly certFile: string; readonly keyFile: string };

/** How browsers outside reach this node by WebRTC. */
export interface WebrtcConfig {
  /** IPv4 addresses that a router forwards to this machine. */
  readonly publicAddresses: readonly string[];
  /** The first and the last UDP port to use; null: any. */
  readonly portRange: readonly [number, number] | null;
}

/** A provider of OpenID Connect by which people log in. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How browsers reach this installation. */
  readonly publicUrl: string;
  /** What the login page calls it. */
  readonly name: string;
  /** Claim that lists the groups of a person. */
  readonly groupsClaim: string;
}

/** Models other than the shipped ones. */
export interface ModelsConfig {
  /** Id in the manifest; null: the platform's own. */
  readonly detector: string | null;
  /** A manifest of one's own in place of the shipped one; it must hold the detector. */
  readonly manifestFile: string | null;
  readonly provider: 'cpu' | 'cuda';
}

/** The map, and what citizens report. */
export interface CityConfig {
  /** Folder of the city's own GeoJSON and `.pmtiles` files; null: the map shows cameras only. */
  readonly mapDir: string | null;
  /** Whether citizens may report without a login. */
  readonly isReportingOpen: boolean;
  /** How long text, phone number and photo of a report are kept after it ended. */
  readonly reportDays: number;
}

/**
 * Everything a process may know about its surroundings, resolved once by `load-config.ts` from command line,
 * environment and files, deeply frozen, absolute paths only. No other file reads `process.env` or `process.argv`.
 */
export interface Config {
  readonly dataDir: string;
  /** Short directory for sockets and the instance lock (a socket path may not pass 107 bytes). */
  readonly runDir: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly isPortChosen: boolean;
    /** Absent: plain HTTP, on this machine or behind a proxy that ends TLS. */
    readonly tls?: TlsConfig;
  };
  readonly webrtc?: WebrtcConfig;
  /** Absent: people log in with passwords only. */
  readonly oidc?: OidcConfig;
  /** Absent: the shipped models, on the processor. */
  readonly models?: ModelsConfig;
  /** Always there when the configuration was loaded. */
  readonly city?: CityConfig;
  /** Null only in the supervisor before the embedded database runs; always set in a role. */
  readonly databaseUrl: string | null;
  /** As whom the API asks PostgreSQL; absent: by `databaseUrl`. */
  readonly databaseApiUrl?: string;
  readonly redisUrl: string | null;
  readonly objects: ObjectsConfig;
  /** Newest-frame store shared by the roles of one node; memory-backed where possible. */
  readonly framesDir: string;
  readonly recordingsDir: string;
  /** 32-byte key, hex, that encrypts camera passwords at rest; null until the supervisor created it. */
  readonly secretKey: string | null;
  /** Names this machine and its recordings directory in the database; null: the one in `<dataDir>/node-id`. */
  readonly nodeId: string | null;
  /** Ingest processes of this node; null: as many as its cameras and cores ask for. */
  readonly workerCount: number | null;
  /** Which of them this process is, from 0 on; set by the supervisor for each child. */
  readonly workerSlot: number;
  /**
   * Where other nodes reach the live windows and recordings of this one: slot 0 listens on this port, each further slot
   * on the next. Null: on this node only.
   */
  readonly mediaAddress: { readonly host: string; readonly port: number } | null;
  /** Roles this node runs; all of them unless a larger installation spreads them over machines. */
  readonly roles: readonly RoleName[];
  readonly cameras: readonly CameraSeed[];
  /** Whether the demo city starts when no camera is configured. */
  readonly isDemoAllowed: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}
