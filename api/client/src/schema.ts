/* Generated from openapi.json by generate.mjs: do not edit. */

export interface paths {
  '/api/v1/session': {
    /**
     * Ai đang đăng nhập / who is logged in
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Session;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Đăng nhập / log in
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': LoginRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Session;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Đăng xuất / log out
     */
    delete: {
      parameters: {};
      responses: {
        204: {
          headers: {
            [k: string]: string;
          };
          content?: never;
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/session/password': {
    /**
     * Đổi mật khẩu của mình / change the own password
     */
    put: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': PasswordChange;
        };
      };
      responses: {
        204: {
          headers: {
            [k: string]: string;
          };
          content?: never;
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/users': {
    /**
     * Danh sách người dùng / list users
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': UserList;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Thêm người dùng / add a user
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': UserCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': User;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/users/{id}': {
    /**
     * Sửa người dùng / edit a user
     */
    patch: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': UserUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': User;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras': {
    /**
     * Danh sách camera / list cameras
     */
    get: {
      parameters: {
        query?: {
          /**
           * part of the name or id, without regard to case and accents
           */
          q?: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraList;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Thêm camera / add a camera
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': CameraCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Camera;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras/{id}': {
    /**
     * Một camera / one camera
     */
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Camera;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Xóa camera, giữ bản ghi / remove a camera, keep its recordings
     */
    delete: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        204: {
          headers: {
            [k: string]: string;
          };
          content?: never;
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    /**
     * Sửa camera / edit a camera
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of the camera being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': CameraUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Camera;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras/{id}/live/{stream}/{file}': {
    /**
     * Cửa sổ trực tiếp LL-HLS / LL-HLS live window: index.m3u8, init-n.mp4, seg-n.m4s, part-n-k.m4s
     */
    get: {
      parameters: {
        query?: {
          _HLS_msn?: number;
          _HLS_part?: number;
          _HLS_skip?: 'YES' | 'v2';
        };
        path: {
          id: string;
          stream: 'main' | 'sub';
          file: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/octet-stream': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras/{id}/snapshot': {
    /**
     * Ảnh mới nhất / newest still
     */
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'image/jpeg': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras/{id}/recordings': {
    /**
     * Các đoạn đã ghi và khoảng trống / recorded spans and gaps (at most 31 days)
     */
    get: {
      parameters: {
        query: {
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': RecordingTimeline;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/cameras/{id}/playback.m3u8': {
    /**
     * Danh sách phát HLS của bản ghi / HLS playlist over recordings (at most 24 hours)
     */
    get: {
      parameters: {
        query: {
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/vnd.apple.mpegurl': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/recordings/{id}/media': {
    /**
     * Tệp ghi hình / a recording file, whole or by byte range
     */
    get: {
      parameters: {
        header?: {
          /**
           * one byte range, RFC 9110 section 14
           */
          range?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'video/mp4': string;
          };
        };
        206: {
          headers: {
            [k: string]: string;
          };
          content: {
            'video/mp4': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/passages': {
    /**
     * Lượt xe qua, mới nhất trước / passages, newest first
     */
    get: {
      parameters: {
        query?: {
          cameraId?: string;
          /**
           * plate text; spaces, dots, dashes, case and Đ/D make no difference. `?` stands for one character and `*` for any number; with either, the whole plate must fit the pattern
           */
          plate?: string;
          /**
           * how text without wildcards is compared; contains by default
           */
          plateMatch?: 'exact' | 'prefix' | 'contains';
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to?: string;
          hasPlate?: boolean;
          /**
           * 50 by default
           */
          limit?: number;
          cursor?: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': PassagePage;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/passages/{id}': {
    /**
     * Một lượt xe / one passage
     */
    get: {
      parameters: {
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Passage;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/passages/{id}/crop': {
    /**
     * Ảnh biển số / plate crop
     */
    get: {
      parameters: {
        header?: {
          'if-none-match'?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'image/jpeg': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/passages/{id}/scene': {
    /**
     * Ảnh toàn cảnh / scene still
     */
    get: {
      parameters: {
        header?: {
          'if-none-match'?: string;
        };
        path: {
          id: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'image/jpeg': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/api/v1/events': {
    /**
     * Sự kiện trực tiếp / live events
     *
     * Server-sent events. An unnamed event carries one LiveEvent as JSON: {"type":"camera.changed","cameraId"}, {"type":"camera.status","cameraId"}, {"type":"recording.finished","cameraId","recordingId"}, {"type":"passage.created","cameraId","passageId"} or {"type":"passage.updated","cameraId","passageId"}. An event named "reset" says that events were lost: fetch the state anew. A comment comes every 15 s.
     */
    get: {
      parameters: {
        header?: {
          'last-event-id'?: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'text/event-stream': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/healthz': {
    /**
     * Tiến trình còn sống / the process lives
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Health;
          };
        };
      };
    };
  };
  '/readyz': {
    /**
     * Sẵn sàng phục vụ / ready to serve
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Readiness;
          };
        };
        503: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Readiness;
          };
        };
      };
    };
  };
  '/metrics': {
    /**
     * Số đo Prometheus / Prometheus metrics; from this machine or with the metrics token
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'text/plain': string;
          };
        };
        '4XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
        '5XX': {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Session".
 */
export interface Session {
  user: SessionUser;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "SessionUser".
 */
export interface SessionUser {
  id: string;
  username: string;
  displayName: string;
  role: 'admin' | 'operator';
  mustChangePassword: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Problem".
 */
export interface Problem {
  /**
   * urn:thapcanh:problem:<code>
   */
  type: string;
  title: string;
  status: number;
  /**
   * the text in the language of Accept-Language, Vietnamese by default
   */
  detail: string;
  /**
   * stable: TC_...
   */
  code: string;
  traceId: string;
  /**
   * whether the same call may succeed later by itself
   */
  retryable: boolean;
  messages: {
    vi: string;
    en: string;
  };
  errors?: {
    path: string;
    message: string;
  }[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "LoginRequest".
 */
export interface LoginRequest {
  username: string;
  password: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PasswordChange".
 */
export interface PasswordChange {
  current: string;
  next: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "UserList".
 */
export interface UserList {
  items: User[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "User".
 */
export interface User {
  id: string;
  username: string;
  displayName: string;
  role: 'admin' | 'operator';
  isActive: boolean;
  mustChangePassword: boolean;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "UserCreate".
 */
export interface UserCreate {
  /**
   * 2-63 letters, digits, dot, dash, underscore or @; compared without case
   */
  username: string;
  displayName: string;
  role: 'admin' | 'operator';
  password: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "UserUpdate".
 */
export interface UserUpdate {
  displayName?: string;
  role?: 'admin' | 'operator';
  isActive?: boolean;
  password?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraList".
 */
export interface CameraList {
  items: Camera[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Camera".
 */
export interface Camera {
  id: string;
  name: string;
  mainUrl: string | null;
  subUrl: string | null;
  username: string | null;
  hasPassword: boolean;
  /**
   * whether `live/sub` exists besides `live/main`
   */
  hasSubStream: boolean;
  profile: 'plate-gate' | 'street' | 'none';
  isEnabled: boolean;
  origin: 'ui' | 'file' | 'command-line' | 'demo';
  version: number;
  status: CameraStatus;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraStatus".
 */
export interface CameraStatus {
  state: 'connecting' | 'live' | 'stale' | 'offline' | 'disabled';
  fault: CameraFault | null;
  isRecording: boolean;
  lastFrameAt: string | null;
  frameAgeMs: number | null;
  width: number | null;
  height: number | null;
  codec: string | null;
  fps: number | null;
  bitrateKbps: number | null;
  gopMs: number | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraFault".
 */
export interface CameraFault {
  code: string;
  vi: string;
  en: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraCreate".
 */
export interface CameraCreate {
  id?: string;
  name: string;
  mainUrl: string;
  subUrl?: string | null;
  username?: string | null;
  password?: string | null;
  profile: 'plate-gate' | 'street' | 'none';
}
/**
 * an absent field stays; null clears it
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraUpdate".
 */
export interface CameraUpdate {
  name?: string;
  mainUrl?: string;
  subUrl?: string | null;
  username?: string | null;
  password?: string | null;
  profile?: 'plate-gate' | 'street' | 'none';
  isEnabled?: boolean;
}
/**
 * Recorded spans and the gaps between them, clipped to the period asked for, in order. What lies before the first span and after the last one within the period is a gap too, up to now.
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RecordingTimeline".
 */
export interface RecordingTimeline {
  spans: TimeSpan[];
  gaps: TimeSpan[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "TimeSpan".
 */
export interface TimeSpan {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  startedAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  endedAt: string;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PassagePage".
 */
export interface PassagePage {
  items: Passage[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Passage".
 */
export interface Passage {
  id: string;
  cameraId: string;
  cameraName: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  startedAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  endedAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  bestAt: string;
  objectClass: string;
  plate: PassagePlate | null;
  readCount: number;
  hasCrop: boolean;
  hasScene: boolean;
  plateBox: PixelBox | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PassagePlate".
 */
export interface PassagePlate {
  /**
   * canonical: upper case, no separators
   */
  text: string;
  /**
   * as printed
   */
  display: string;
  confidence: number;
  lines: (1 | 2) | null;
  /**
   * white, yellow, blue, red or unknown
   */
  ground: string;
  kindCandidates: string[];
  reads: PlateRead[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PlateRead".
 */
export interface PlateRead {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  text: string;
  confidence: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PixelBox".
 */
export interface PixelBox {
  x: number;
  y: number;
  width: number;
  height: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Health".
 */
export interface Health {
  status: 'ok';
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Readiness".
 */
export interface Readiness {
  status: 'ready' | 'not-ready';
  checks: {
    database: 'ok' | 'failed';
    objects: 'ok' | 'failed';
  };
}

export interface components {
  schemas: {
    Camera: Camera;
    CameraCreate: CameraCreate;
    CameraFault: CameraFault;
    CameraList: CameraList;
    CameraStatus: CameraStatus;
    CameraUpdate: CameraUpdate;
    Health: Health;
    LoginRequest: LoginRequest;
    Passage: Passage;
    PassagePage: PassagePage;
    PassagePlate: PassagePlate;
    PasswordChange: PasswordChange;
    PixelBox: PixelBox;
    PlateRead: PlateRead;
    Problem: Problem;
    Readiness: Readiness;
    RecordingTimeline: RecordingTimeline;
    Session: Session;
    SessionUser: SessionUser;
    TimeSpan: TimeSpan;
    User: User;
    UserCreate: UserCreate;
    UserList: UserList;
    UserUpdate: UserUpdate;
  };
}
