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
  '/api/v1/sessions': {
    /**
     * Các phiên của mình / the own sessions, the one used last first
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OpenSessionList;
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
     * Kết thúc mọi phiên khác của mình / end every other session of the own
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
  '/api/v1/sessions/{id}': {
    /**
     * Kết thúc một phiên / end one session, for administrators of anybody
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
  };
  '/api/v1/users/{id}/sessions': {
    /**
     * Các phiên của một người / the sessions of a user
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
            'application/json': OpenSessionList;
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
     * Kết thúc mọi phiên của một người / end every session of a user
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
  };
  '/api/v1/session/factor': {
    /**
     * Xác thực hai lớp của mình / the own second factor
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': SecondFactor;
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
     * Bắt đầu bật xác thực hai lớp / begin to set up the second factor
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': PasswordProof;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': SecondFactorStart;
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
  '/api/v1/session/factor/confirm': {
    /**
     * Bật bằng mã đầu tiên / put it in force by a first code
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': CodeProof;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': RecoveryCodes;
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
  '/api/v1/session/factor/recovery-codes': {
    /**
     * Mã dự phòng mới / new recovery codes in place of the old
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': PasswordProof;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': RecoveryCodes;
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
  '/api/v1/session/factor/end': {
    /**
     * Tắt xác thực hai lớp của mình / switch the own second factor off
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': SecondFactorEnd;
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
  '/api/v1/users/{id}/factor': {
    /**
     * Gỡ xác thực hai lớp của một người / take the second factor of a user away
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
  };
  '/api/v1/roles': {
    /**
     * Các vai trò / roles, and which need a second factor
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': RoleRuleList;
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
  '/api/v1/roles/{role}': {
    /**
     * Vai trò cần xác thực hai lớp hay không / whether a role needs a second factor
     */
    put: {
      parameters: {
        path: {
          role:
            | 'operator'
            | 'shift-lead'
            | 'ward-officer'
            | 'traffic-officer'
            | 'reviewer'
            | 'investigator'
            | 'approver'
            | 'auditor'
            | 'admin';
        };
      };
      requestBody: {
        content: {
          'application/json': RoleRuleUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': RoleRule;
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
  '/api/v1/keys': {
    /**
     * Các khóa API / API keys
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ApiKeyList;
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
     * Tạo khóa API / make an API key
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ApiKeyCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': NewApiKey;
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
  '/api/v1/keys/{id}': {
    /**
     * Thu hồi khóa API / revoke an API key
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
  };
  '/api/v1/session/ways': {
    /**
     * Các cách đăng nhập / ways to log in
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': LoginWays;
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
  '/api/v1/session/oidc': {
    /**
     * Đăng nhập một lần / leave for the provider of single sign-on
     */
    get: {
      parameters: {};
      responses: {
        302: {
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
  '/api/v1/session/oidc/callback': {
    /**
     * Quay về từ nơi xác thực / come back from the provider
     */
    get: {
      parameters: {
        query?: {
          type?: 'object';
          additionalProperties?: string;
        };
      };
      responses: {
        302: {
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
  '/api/v1/teams': {
    /**
     * Các đội / teams
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': TeamList;
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
     * Thêm đội / add a team
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': TeamCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Team;
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
  '/api/v1/teams/{id}': {
    /**
     * Xóa đội và quyền của đội / remove a team and what was granted to it
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
     * Sửa đội / edit a team
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': TeamUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Team;
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
  '/api/v1/audit': {
    /**
     * Nhật ký: ai đã làm gì / who did what, newest first
     */
    get: {
      parameters: {
        query?: {
          actorId?: string;
          /**
           * user name, without case
           */
          actorName?: string;
          kind?:
            | 'session.login'
            | 'session.refused'
            | 'session.logout'
            | 'session.password'
            | 'session.ended'
            | 'factor.on'
            | 'factor.off'
            | 'factor.reset'
            | 'factor.codes'
            | 'role.changed'
            | 'key.created'
            | 'key.revoked'
            | 'key.refused'
            | 'live.opened'
            | 'live.closed'
            | 'playback'
            | 'snapshot'
            | 'picture'
            | 'passage.search'
            | 'passage.picture'
            | 'camera.created'
            | 'camera.changed'
            | 'camera.removed'
            | 'area.created'
            | 'area.changed'
            | 'area.removed'
            | 'user.created'
            | 'user.changed'
            | 'team.created'
            | 'team.changed'
            | 'team.removed'
            | 'grant.created'
            | 'grant.removed'
            | 'group-created'
            | 'group-changed'
            | 'group-removed'
            | 'hold-placed'
            | 'hold-released'
            | 'breaker-closed'
            | 'store-accepted'
            | 'alarm.raised'
            | 'alarm.acknowledged'
            | 'alarm.escalated'
            | 'alarm.closed'
            | 'alarm.muted'
            | 'alarm.unmuted'
            | 'shift.noted'
            | 'shift.handed-over'
            | 'shift.taken'
            | 'shift.room-created'
            | 'incident.created'
            | 'incident.changed'
            | 'incident.state'
            | 'incident.camera-added'
            | 'incident.camera-removed'
            | 'incident.assigned'
            | 'incident.unassigned'
            | 'incident.merged'
            | 'incident.minutes'
            | 'wall.created'
            | 'wall.changed'
            | 'wall.removed'
            | 'wall.preset'
            | 'wall.pushed'
            | 'wall.locked'
            | 'wall.unlocked'
            | 'wall.returned'
            | 'wall.alarm'
            | 'wall.key-created'
            | 'wall.key-removed'
            | 'wall.joined'
            | 'camera.marked'
            | 'camera.imported'
            | 'camera.exported'
            | 'camera.owner'
            | 'report.received'
            | 'report.opened'
            | 'report.changed'
            | 'report.picture';
          cameraId?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to?: string;
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
            'application/json': AuditPage;
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
  '/api/v1/grants': {
    /**
     * Ai có vai trò gì ở đâu / who has which role where
     */
    get: {
      parameters: {
        query?: {
          userId?: string;
          teamId?: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': GrantList;
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
     * Cấp quyền / grant a role
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': GrantCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Grant;
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
  '/api/v1/grants/{id}': {
    /**
     * Thu hồi quyền / take a grant back
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
  };
  '/api/v1/areas': {
    /**
     * Các khu vực / areas
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': AreaList;
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
     * Thêm khu vực / add an area
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': AreaCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Area;
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
  '/api/v1/areas/{id}': {
    /**
     * Một khu vực / one area
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
            'application/json': Area;
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
     * Xóa khu vực không còn dùng / remove an area that nothing refers to
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
     * Sửa khu vực / edit an area
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': AreaUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Area;
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
  '/api/v1/operating-areas': {
    /**
     * Các khu tác nghiệp / operating areas
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OperatingAreaList;
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
     * Thêm khu tác nghiệp / add an operating area
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': OperatingAreaCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OperatingArea;
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
  '/api/v1/operating-areas/{id}': {
    /**
     * Một khu tác nghiệp / one operating area
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
            'application/json': OperatingArea;
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
     * Xóa khu tác nghiệp không còn dùng / remove an operating area that nothing refers to
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
     * Sửa khu tác nghiệp / edit an operating area
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': OperatingAreaUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OperatingArea;
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
          areaId?: string;
          /**
           * latitude,longitude: cameras with a known place, the nearest first
           */
          near?: string;
          /**
           * at most so many; all by default
           */
          limit?: number;
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
    /**
     * Sửa nhiều camera, tất cả hoặc không / edit many cameras, all or none
     */
    patch: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': CameraBulkEdit;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraBulkResult;
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
           * the ETag of what is being edited
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
  '/api/v1/cameras/export.csv': {
    /**
     * Xuất camera ra CSV, không có mật khẩu / cameras as CSV, without passwords
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'text/csv': string;
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
  '/api/v1/cameras/{id}/live/{stream}/whep': {
    /**
     * Xem bằng WebRTC (WHEP) / watch by WebRTC: SDP offer in, SDP answer out
     */
    post: {
      parameters: {
        path: {
          id: string;
          stream: 'main' | 'sub';
        };
      };
      requestBody: {
        content: {
          'application/sdp': string;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/sdp': string;
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
  '/api/v1/cameras/{id}/live/{stream}/whep/{session}': {
    /**
     * Ngừng xem WebRTC / end a WebRTC session
     */
    delete: {
      parameters: {
        path: {
          id: string;
          stream: 'main' | 'sub';
          session: string;
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
  '/api/v1/cameras/{id}/picture': {
    /**
     * Ảnh toàn khung tại một thời điểm / full-size picture of an instant
     */
    get: {
      parameters: {
        query: {
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          at: string;
          stream?: 'main' | 'sub';
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
  '/api/v1/camera-groups': {
    /**
     * Nhóm camera và thời hạn lưu / camera groups and how long they keep
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraGroupList;
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
     * Thêm nhóm camera / add a camera group
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': CameraGroupCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraGroup;
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
  '/api/v1/camera-groups/{id}': {
    /**
     * Một nhóm camera / one camera group
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
            'application/json': CameraGroup;
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
     * Xóa nhóm camera trống / remove an empty camera group
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
     * Sửa nhóm camera / edit a camera group
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': CameraGroupUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraGroup;
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
  '/api/v1/holds': {
    /**
     * Các đoạn ghi hình được giữ làm chứng cứ / evidence holds, newest first
     */
    get: {
      parameters: {
        query?: {
          cameraId?: string;
          /**
           * only those in force, or only released ones
           */
          isActive?: boolean;
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
            'application/json': HoldPage;
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
     * Giữ một đoạn ghi hình / hold a span of a camera
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': HoldCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Hold;
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
  '/api/v1/holds/{id}/release': {
    /**
     * Thôi giữ / release a hold
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': HoldRelease;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Hold;
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
  '/api/v1/storage': {
    /**
     * Dung lượng ghi hình theo máy và theo nhóm / recordings per node and per group
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': StorageOverview;
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
  '/api/v1/storage/breaker/close': {
    /**
     * Đóng cầu dao xóa, cho phép xóa tiếp / let deletion go on
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': StoreDecision;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': StorageOverview;
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
  '/api/v1/storage/accept': {
    /**
     * Nhận thư mục ghi hình hiện tại làm kho (đã thay đĩa) / take a replaced disk for the store
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': StoreDecision;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': StorageOverview;
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
  '/api/v1/deletions': {
    /**
     * Bản ghi đã xóa, theo quy tắc nào / deleted recordings and by which rule
     */
    get: {
      parameters: {
        query?: {
          cameraId?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to?: string;
          /**
           * 100 by default
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
            'application/json': DeletionPage;
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
  '/api/v1/cameras/{id}/coverage': {
    /**
     * Thời gian đã ghi và thiếu của một camera / recorded and missing time of a camera (at most 31 days)
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
            'application/json': CameraCoverage;
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
  '/api/v1/coverage': {
    /**
     * Độ đầy đủ bản ghi của các camera trong một ngày / completeness of recordings of a day in Viet Nam
     */
    get: {
      parameters: {
        query: {
          /**
           * a day in Viet Nam (UTC+7)
           */
          day: string;
          /**
           * part of a name or id, diacritics ignored
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
            'application/json': DayCoverage;
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
  '/api/v1/onvif/discover': {
    /**
     * Tìm camera trong mạng / find cameras on the network
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': OnvifDiscoverRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OnvifDiscoveredList;
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
  '/api/v1/onvif/probe': {
    /**
     * Hỏi một camera qua ONVIF / ask a device for its profiles and streams
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': OnvifProbeRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OnvifProbeResult;
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
  '/api/v1/cameras/{id}/findings': {
    /**
     * Điều cần sửa ở camera / what is wrong with a camera
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
            'application/json': CameraFindingList;
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
  '/api/v1/cameras/{id}/onvif/check': {
    /**
     * Kiểm tra camera qua ONVIF / ask a camera and keep what is wrong with it
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': OnvifCheckRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OnvifProbeResult;
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
  '/api/v1/cameras/{id}/onvif/clock': {
    /**
     * Chỉnh giờ camera / set the clock of a camera
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': OnvifClockRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OnvifClockResult;
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
  '/api/v1/cameras/{id}/onvif/gop': {
    /**
     * Đặt khoảng cách khung hình chính / set the key-frame distance of a camera
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': OnvifGopRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': OnvifGopResult;
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
  '/api/v1/cameras/{id}/ptz/move': {
    /**
     * Quay, phóng camera / turn and zoom a camera for a while
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': PtzMove;
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
  '/api/v1/cameras/{id}/ptz/stop': {
    /**
     * Dừng quay / stop turning
     */
    post: {
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
  };
  '/api/v1/cameras/{id}/ptz/home': {
    /**
     * Về vị trí gốc / go to the home position
     */
    post: {
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
  };
  '/api/v1/cameras/{id}/ptz/preset': {
    /**
     * Đến vị trí đặt sẵn / go to a preset
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': PtzPresetRequest;
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
  '/api/v1/cameras/{id}/ptz/presets': {
    /**
     * Các vị trí đặt sẵn / presets of a camera
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
            'application/json': PtzPresetList;
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
  '/api/v1/cameras/{id}/ptz/lock': {
    /**
     * Giữ quyền quay camera / keep a camera from being turned by others
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': PtzLockRequest;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': PtzLock;
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
  '/api/v1/alarms': {
    /**
     * Hộp cảnh báo, mới nhất trước / the inbox of alarms, newest first
     */
    get: {
      parameters: {
        query?: {
          /**
           * active (by default): open and acknowledged ones
           */
          state?: ('open' | 'acknowledged' | 'closed') | 'active' | 'all';
          /**
           * 1 notice, 2 minor, 3 major, 4 critical
           */
          minSeverity?: number;
          cameraId?: string;
          kind?: string;
          isEscalated?: boolean;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from?: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to?: string;
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
            'application/json': AlarmPage;
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
     * Cảnh báo từ hệ thống khác / an alarm of another system
     */
    post: {
      parameters: {
        header?: {
          /**
           * the same key and body make nothing twice within a day
           */
          'idempotency-key'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': AlarmCreate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Alarm;
          };
        };
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Alarm;
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
  '/api/v1/alarms/summary': {
    /**
     * Số cảnh báo đang mở và chưa đọc / how many are open and unread
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': AlarmSummary;
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
  '/api/v1/alarms/read': {
    /**
     * Đánh dấu đã đọc / mark as read, for whoever asks
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': AlarmsRead;
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
  '/api/v1/alarms/{id}': {
    /**
     * Một cảnh báo và những gì đã làm với nó / one alarm with its history
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
            'application/json': AlarmHistory;
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
  '/api/v1/alarms/{id}/acknowledge': {
    /**
     * Tiếp nhận / acknowledge
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': AlarmNote;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Alarm;
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
  '/api/v1/alarms/{id}/escalate': {
    /**
     * Chuyển trưởng ca / escalate to the shift lead
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': AlarmNote;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Alarm;
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
  '/api/v1/alarms/{id}/close': {
    /**
     * Đóng / close
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': AlarmNote;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Alarm;
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
  '/api/v1/alarm-mutes': {
    /**
     * Cảnh báo đang tắt / mutes in force
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': MuteList;
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
     * Tắt cảnh báo có hạn và lý do / mute until then, for a reason
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': MuteCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Mute;
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
  '/api/v1/alarm-mutes/{id}/end': {
    /**
     * Bật lại cảnh báo / end a mute before its time
     */
    post: {
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
  };
  '/api/v1/incidents': {
    /**
     * Vụ việc, mới nhất trước / incidents, newest first
     */
    get: {
      parameters: {
        query?: {
          /**
           * active (by default): all that are not closed
           */
          state?: ('new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed') | 'active' | 'all';
          kind?: 'accident' | 'racing' | 'disorder' | 'encroachment' | 'soliciting' | 'fire' | 'other';
          /**
           * in title and place, without diacritics, or the number
           */
          q?: string;
          /**
           * sent to whoever asks or a team of theirs
           */
          isMine?: boolean;
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
            'application/json': IncidentPage;
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
     * Lập vụ việc, giữ hình ±5 phút / open an incident and hold five minutes around it
     */
    post: {
      parameters: {
        header?: {
          /**
           * the same key and body make nothing twice within a day
           */
          'idempotency-key'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentCreate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
          };
        };
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}': {
    /**
     * Một vụ việc / one incident
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
            'application/json': Incident;
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
     * Sửa vụ việc / edit an incident
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentEdit;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/state': {
    /**
     * Chuyển bước / move it to another state
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentMove;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/notes': {
    /**
     * Ghi chú diễn biến / write into the course of events
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentNote;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/read': {
    /**
     * Đánh dấu đã đọc / mark as read, for whoever asks
     */
    post: {
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
  };
  '/api/v1/incident-units': {
    /**
     * Đội và người có thể điều / teams and people who may be sent
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': IncidentUnits;
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
  '/api/v1/incidents/{id}/cameras': {
    /**
     * Thêm camera và giữ hình của nó / add a camera and hold its footage
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentCameraAdd;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/cameras/{cameraId}': {
    /**
     * Bớt camera, hình đã giữ vẫn giữ / take a camera away; what was held stays held
     */
    delete: {
      parameters: {
        path: {
          id: string;
          cameraId: string;
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
  '/api/v1/incidents/{id}/assignments': {
    /**
     * Phân công đội hoặc người / send a team or a person
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentAssign;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/assignments/{assignmentId}/acknowledge': {
    /**
     * Người được phân công xác nhận đã nhận / whoever was sent says so
     */
    post: {
      parameters: {
        path: {
          id: string;
          assignmentId: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/assignments/{assignmentId}': {
    /**
     * Thôi phân công / end an assignment
     */
    delete: {
      parameters: {
        path: {
          id: string;
          assignmentId: string;
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
  '/api/v1/incidents/{id}/checklist/{item}': {
    /**
     * Đánh dấu một việc trong danh mục / tick an item of the checklist
     */
    put: {
      parameters: {
        path: {
          id: string;
          item: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentCheckEdit;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/incidents/{id}/merge': {
    /**
     * Gộp vụ trùng vào vụ khác / merge a duplicate into another, which is answered
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': IncidentMerge;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Incident;
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
  '/api/v1/walls': {
    /**
     * Các màn hình ghép / walls
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': WallList;
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
     * Thêm màn hình ghép / add a wall
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': WallCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Wall;
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
  '/api/v1/walls/{id}': {
    /**
     * Một màn hình ghép với nội dung đang hiện / a wall and what stands on it
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
            'application/json': Wall;
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
     * Xóa màn hình ghép / remove a wall
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
     * Sửa màn hình ghép / edit a wall
     */
    patch: {
      parameters: {
        header?: {
          /**
           * the ETag of what is being edited
           */
          'if-match'?: string;
        };
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': WallUpdate;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Wall;
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
  '/api/v1/walls/{id}/preset': {
    /**
     * Chuyển bố cục / switch the preset; locked panels stay
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': WallPresetRequest;
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
  '/api/v1/walls/{id}/panels/{panel}/push': {
    /**
     * Đẩy camera, vụ việc, đoạn ghi hoặc bản đồ lên ô / put something on a panel
     */
    post: {
      parameters: {
        path: {
          id: string;
          /**
           * unique within the wall
           */
          panel: number;
        };
      };
      requestBody: {
        content: {
          'application/json': WallPush;
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
  '/api/v1/walls/{id}/panels/{panel}/lock': {
    /**
     * Khóa hoặc mở khóa ô / hold what a panel shows, or let it go with 0 seconds
     */
    post: {
      parameters: {
        path: {
          id: string;
          /**
           * unique within the wall
           */
          panel: number;
        };
      };
      requestBody: {
        content: {
          'application/json': WallLock;
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
  '/api/v1/walls/{id}/panels/{panel}/return': {
    /**
     * Trả ô về bố cục / let a panel show its preset again
     */
    post: {
      parameters: {
        path: {
          id: string;
          /**
           * unique within the wall
           */
          panel: number;
        };
      };
      requestBody: {
        content: {
          'application/json': WallReturn;
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
  '/api/v1/walls/{id}/keys': {
    /**
     * Các khóa màn hình / keys of the screens of a wall
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
            'application/json': WallKeyList;
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
     * Cấp khóa cho một màn hình / give a screen of a wall a key
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': WallKeyCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': NewWallKey;
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
  '/api/v1/walls/{id}/keys/{key}': {
    /**
     * Hủy khóa màn hình / withdraw the key of a screen
     */
    delete: {
      parameters: {
        path: {
          id: string;
          key: string;
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
  '/api/v1/kiosk/session': {
    /**
     * Máy màn hình ghép vào hệ thống bằng khóa / the computer of a wall screen joins with its key
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ScreenLogin;
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
  };
  '/api/v1/console/layouts': {
    /**
     * Bố cục của tôi / the own arrangements of the console
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ConsoleLayoutList;
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
  '/api/v1/console/layouts/{number}': {
    /**
     * Lưu bố cục của tôi / keep an arrangement under a number
     */
    put: {
      parameters: {
        path: {
          number: number;
        };
      };
      requestBody: {
        content: {
          'application/json': ConsoleLayoutEdit;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ConsoleLayout;
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
     * Xóa bố cục của tôi / remove an own arrangement
     */
    delete: {
      parameters: {
        path: {
          number: number;
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
  '/api/v1/cameras/{id}/marks': {
    /**
     * Các thời điểm đã đánh dấu / marked moments of a camera, the newest first
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
            'application/json': CameraMarkList;
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
     * Đánh dấu một thời điểm / mark a moment, or tell that a picture was taken
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': CameraMarkCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraMark;
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
  '/api/v1/incidents/{id}/minutes.pdf': {
    /**
     * Biên bản vụ việc / the minutes of an incident
     */
    get: {
      parameters: {
        query?: {
          /**
           * vi by default
           */
          language?: 'vi' | 'en';
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
            'application/pdf': string;
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
  '/api/v1/control-rooms': {
    /**
     * Phòng trực / control rooms
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ControlRooms;
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
     * Thêm phòng trực / add a control room
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ControlRoomCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ControlRoom;
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
  '/api/v1/shift-log': {
    /**
     * Sổ trực, mới nhất trước / the shift log, newest first
     */
    get: {
      parameters: {
        query: {
          roomId: string;
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
            'application/json': ShiftLogPage;
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
     * Ghi sổ trực hoặc giao ca / a note, or a hand-over
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ShiftEntryCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ShiftEntry;
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
  '/api/v1/shift-log/read': {
    /**
     * Đánh dấu đã đọc / mark as read, for whoever asks
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ShiftLogRead;
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
  '/api/v1/shift-log/{entryId}/take': {
    /**
     * Nhận ca / take a shift over
     */
    post: {
      parameters: {
        path: {
          entryId: number;
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
  '/api/v1/cameras.geojson': {
    /**
     * Camera dạng GeoJSON / cameras as GeoJSON (RFC 7946)
     */
    get: {
      parameters: {
        query?: {
          /**
           * west,south,east,north in degrees
           */
          bbox?: string;
          areaId?: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraFeatures;
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
  '/api/v1/map/files': {
    /**
     * Các tệp bản đồ của thành phố / map files of the city
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': MapFiles;
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
  '/api/v1/map/files/{file}': {
    /**
     * Một tệp bản đồ / a map file, whole or by byte range
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
        206: {
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
  '/api/v1/public/map/files': {
    /**
     * Các tệp bản đồ công khai / map files for everybody
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': MapFiles;
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
  '/api/v1/public/map/files/{file}': {
    /**
     * Một tệp bản đồ công khai / a map file for everybody
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
        206: {
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
  '/api/v1/cameras/health': {
    /**
     * Tình trạng mọi camera / how every camera does
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': {
              items: CameraHealth[];
            };
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
  '/api/v1/cameras/{id}/owner': {
    /**
     * Ghi chủ camera và thoả thuận / set who lends a camera and by which agreement
     */
    put: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': {
            name: string;
            contact: string;
            agreementNumber: string;
            validUntil: string | null;
          };
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
     * Xoá chủ camera và thoả thuận / forget who lends a camera
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
  };
  '/api/v1/public/report-form': {
    /**
     * Mẫu phản ánh hiện trường / what citizens may report
     */
    get: {
      parameters: {};
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ReportForm;
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
  '/api/v1/public/reports': {
    /**
     * Gửi phản ánh hiện trường / send a report
     */
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ReportCreate;
        };
      };
      responses: {
        201: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': ReportReceipt;
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
  '/api/v1/public/reports/{token}': {
    /**
     * Tiến độ phản ánh / how a report goes
     */
    get: {
      parameters: {
        path: {
          token: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': PublicReport;
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
  '/api/v1/public/reports/{token}/result': {
    /**
     * Ảnh kết quả / photo of the result
     */
    get: {
      parameters: {
        path: {
          token: string;
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
  '/api/v1/reports': {
    /**
     * Phản ánh của người dân / reports of citizens, newest first
     */
    get: {
      parameters: {
        query?: {
          /**
           * open (by default): neither refused nor published; late: open and past its time
           */
          state?:
            ('received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published') | 'open' | 'late' | 'all';
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
            'application/json': ReportPage;
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
  '/api/v1/reports/{id}': {
    /**
     * Một phản ánh / one report
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
            'application/json': Report;
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
  '/api/v1/reports/{id}/steps': {
    /**
     * Chuyển bước phản ánh / take a report to its next state
     */
    post: {
      parameters: {
        path: {
          id: string;
        };
      };
      requestBody: {
        content: {
          'application/json': ReportStep;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': Report;
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
  '/api/v1/reports/{id}/incident': {
    /**
     * Tạo vụ việc từ phản ánh / make an incident of a report
     */
    post: {
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
            'application/json': Report;
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
  '/api/v1/reports/{id}/photo': {
    /**
     * Ảnh của người dân / photo of the citizen
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
  '/api/v1/reports/{id}/result': {
    /**
     * Ảnh kết quả / photo of the result
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
    /**
     * Đặt ảnh kết quả / set the photo of the result
     */
    put: {
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
            'application/json': Report;
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
  '/api/v1/cameras/import': {
    /**
     * Nhập camera từ CSV (text/csv) / add cameras from CSV (body: text/csv, UTF-8, at most 5 MB and 2,000 rows)
     */
    post: {
      parameters: {
        query: {
          /**
           * check: nothing is kept; all: every row or none; good: the rows without faults
           */
          mode: 'check' | 'all' | 'good';
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': CameraImportResult;
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
  '/api/v1/public/reports/{token}/photo': {
    /**
     * Gửi ảnh của phản ánh / add the photo of a report (JPEG, PNG or WebP, at most 10 MB)
     */
    put: {
      parameters: {
        path: {
          token: string;
        };
      };
      responses: {
        200: {
          headers: {
            [k: string]: string;
          };
          content: {
            'application/json': PublicReport;
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
  /**
   * from every grant of theirs and of their teams
   */
  roles: (
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin'
  )[];
  /**
   * what they may on some camera, or on the whole
   */
  permissions: string[];
  mustChangePassword: boolean;
  /**
   * a role of theirs asks for a second factor; until then nothing else
   */
  mustAddFactor: boolean;
  /**
   * not a person but this screen of a wall
   */
  screen?: {
    wallId: string;
    screenId: string;
  };
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
  /**
   * of the second factor
   */
  code?: string;
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
 * via the `definition` "OpenSessionList".
 */
export interface OpenSessionList {
  items: OpenSession[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OpenSession".
 */
export interface OpenSession {
  id: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  lastSeenAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  expiresAt: string;
  /**
   * where the login came from
   */
  address: string;
  userAgent: string;
  /**
   * the session that asks
   */
  isCurrent: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "SecondFactor".
 */
export interface SecondFactor {
  isOn: boolean;
  /**
   * a role of theirs asks for it
   */
  isNeeded: boolean;
  recoveryCodesLeft: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PasswordProof".
 */
export interface PasswordProof {
  /**
   * the own, once more
   */
  password: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "SecondFactorStart".
 */
export interface SecondFactorStart {
  /**
   * base32, to type in
   */
  secret: string;
  /**
   * to scan
   */
  uri: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CodeProof".
 */
export interface CodeProof {
  code: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RecoveryCodes".
 */
export interface RecoveryCodes {
  /**
   * shown this once; each lets in once
   */
  codes: string[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "SecondFactorEnd".
 */
export interface SecondFactorEnd {
  /**
   * the own, once more
   */
  password: string;
  code: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RoleRuleList".
 */
export interface RoleRuleList {
  items: RoleRule[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RoleRule".
 */
export interface RoleRule {
  role:
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin';
  needsSecondFactor: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RoleRuleUpdate".
 */
export interface RoleRuleUpdate {
  needsSecondFactor: boolean;
}
/**
 * newest first, revoked and expired ones too
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ApiKeyList".
 */
export interface ApiKeyList {
  items: ApiKey[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ApiKey".
 */
export interface ApiKey {
  id: string;
  /**
   * what uses it
   */
  name: string;
  /**
   * its first letters, to tell keys apart
   */
  start: string;
  /**
   * what it may; never accounts, keys, settings of the whole or sessions
   *
   * @minItems 1
   */
  scopes: (
    | 'camera.view'
    | 'camera.manage'
    | 'live.watch'
    | 'recording.watch'
    | 'coverage.view'
    | 'hold.manage'
    | 'ptz.control'
    | 'passage.view'
    | 'event.listen'
    | 'wall.view'
    | 'wall.control'
    | 'alarm.view'
    | 'alarm.handle'
    | 'incident.view'
    | 'incident.handle'
    | 'incident.lead'
    | 'report.view'
    | 'report.handle'
  )[];
  /**
   * addresses or networks like 10.1.0.0/16 it may be used from; none: from everywhere
   *
   * @maxItems 20
   */
  allowedNetworks: string[];
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastUsedFrom: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  createdBy: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ApiKeyCreate".
 */
export interface ApiKeyCreate {
  /**
   * what uses it
   */
  name: string;
  /**
   * what it may; never accounts, keys, settings of the whole or sessions
   *
   * @minItems 1
   */
  scopes: (
    | 'camera.view'
    | 'camera.manage'
    | 'live.watch'
    | 'recording.watch'
    | 'coverage.view'
    | 'hold.manage'
    | 'ptz.control'
    | 'passage.view'
    | 'event.listen'
    | 'wall.view'
    | 'wall.control'
    | 'alarm.view'
    | 'alarm.handle'
    | 'incident.view'
    | 'incident.handle'
    | 'incident.lead'
    | 'report.view'
    | 'report.handle'
  )[];
  scope: GrantScope;
  /**
   * @minItems 1
   */
  purposes: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  /**
   * addresses or networks like 10.1.0.0/16 it may be used from; none: from everywhere
   *
   * @maxItems 20
   */
  allowedNetworks?: string[];
  /**
   * at most two years from now
   */
  expiresAt: string;
}
/**
 * areas with everything in them
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "GrantScope".
 */
export interface GrantScope {
  /**
   * every camera that serves one of the purposes; then the lists are empty
   */
  isEverything: boolean;
  /**
   * @maxItems 500
   */
  areaIds: string[];
  /**
   * @maxItems 500
   */
  operatingAreaIds: string[];
  /**
   * @maxItems 500
   */
  groupIds: string[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "NewApiKey".
 */
export interface NewApiKey {
  key: ApiKey;
  /**
   * `tck_...`, shown this once; sent as `Authorization: Bearer`
   */
  secret: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "LoginWays".
 */
export interface LoginWays {
  oidc: string | null;
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
  /**
   * from every grant of theirs and of their teams
   */
  roles: (
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin'
  )[];
  isActive: boolean;
  mustChangePassword: boolean;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
}
/**
 * with a role on everything and for all purposes, or without any grant
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "UserCreate".
 */
export interface UserCreate {
  /**
   * 2-63 letters, digits, dot, dash, underscore or @; compared without case
   */
  username: string;
  displayName: string;
  role?:
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin';
  password: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "UserUpdate".
 */
export interface UserUpdate {
  displayName?: string;
  isActive?: boolean;
  password?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "TeamList".
 */
export interface TeamList {
  items: Team[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Team".
 */
export interface Team {
  id: string;
  name: string;
  memberIds: string[];
  oidcGroup: string | null;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "TeamCreate".
 */
export interface TeamCreate {
  name: string;
  /**
   * users
   *
   * @maxItems 2000
   */
  memberIds: string[];
  oidcGroup?: string | null;
}
/**
 * an absent field stays
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "TeamUpdate".
 */
export interface TeamUpdate {
  name?: string;
  /**
   * users
   *
   * @maxItems 2000
   */
  memberIds?: string[];
  oidcGroup?: string | null;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AuditPage".
 */
export interface AuditPage {
  items: AuditEntry[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AuditEntry".
 */
export interface AuditEntry {
  /**
   * 1, 2, 3 ... without a hole
   */
  id: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  kind: string;
  actorId: string | null;
  actorName: string | null;
  /**
   * where the request came from
   */
  address: string;
  purpose: string | null;
  caseNumber: string | null;
  cameraId: string | null;
  details: {
    [k: string]: unknown;
  };
  /**
   * SHA-256 over the entry and the hash of the one before
   */
  hash: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "GrantList".
 */
export interface GrantList {
  items: Grant[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Grant".
 */
export interface Grant {
  id: string;
  userId: string | null;
  teamId: string | null;
  role:
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin';
  scope: GrantScope;
  /**
   * @minItems 1
   */
  purposes: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  createdBy: string | null;
}
/**
 * for a user or for a team; a grant is never edited, another one takes its place
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "GrantCreate".
 */
export interface GrantCreate {
  userId?: string;
  teamId?: string;
  role:
    | 'operator'
    | 'shift-lead'
    | 'ward-officer'
    | 'traffic-officer'
    | 'reviewer'
    | 'investigator'
    | 'approver'
    | 'auditor'
    | 'admin';
  scope: GrantScope;
  /**
   * @minItems 1
   */
  purposes: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AreaList".
 */
export interface AreaList {
  items: Area[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Area".
 */
export interface Area {
  id: string;
  parentId: string | null;
  /**
   * a ward lies in a province, a site in a ward
   */
  kind: 'province' | 'ward' | 'site';
  name: string;
  /**
   * how many cameras the caller may see in it and in what it contains
   */
  cameras: number;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AreaCreate".
 */
export interface AreaCreate {
  id?: string;
  parentId?: string | null;
  /**
   * a ward lies in a province, a site in a ward
   */
  kind: 'province' | 'ward' | 'site';
  name: string;
}
/**
 * an absent field stays
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AreaUpdate".
 */
export interface AreaUpdate {
  parentId?: string;
  name?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OperatingAreaList".
 */
export interface OperatingAreaList {
  items: OperatingArea[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OperatingArea".
 */
export interface OperatingArea {
  id: string;
  name: string;
  /**
   * each with everything in it
   *
   * @maxItems 500
   */
  areaIds: string[];
  /**
   * @maxItems 500
   */
  groupIds: string[];
  /**
   * how many cameras are in its areas and groups
   */
  cameras: number;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OperatingAreaCreate".
 */
export interface OperatingAreaCreate {
  id?: string;
  name: string;
  /**
   * each with everything in it
   *
   * @maxItems 500
   */
  areaIds: string[];
  /**
   * @maxItems 500
   */
  groupIds: string[];
}
/**
 * an absent field stays
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OperatingAreaUpdate".
 */
export interface OperatingAreaUpdate {
  name?: string;
  /**
   * each with everything in it
   *
   * @maxItems 500
   */
  areaIds?: string[];
  /**
   * @maxItems 500
   */
  groupIds?: string[];
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
  groupId: string;
  areaId: string | null;
  /**
   * what it is watched for; a grant reaches it only when it is given for one of these
   *
   * @minItems 1
   */
  purposes: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  /**
   * what operators type to call it; unique
   */
  number: number;
  latitude: number | null;
  longitude: number | null;
  bearingDeg: number | null;
  viewDeg: number | null;
  viewM: number | null;
  /**
   * where plates are not looked for: clock, name of the camera, painted signs
   *
   * @maxItems 16
   */
  masks: PictureShare[];
  /**
   * how video is fetched: by our own client, or by ffmpeg for a camera that only it understands
   */
  source: 'rtsp' | 'ffmpeg';
  /**
   * auto: TCP, and UDP when the camera refuses it
   */
  transport: 'auto' | 'tcp' | 'udp';
  site: string;
  motionFps: number | null;
  onvifUrl: string | null;
  isEnabled: boolean;
  origin: 'ui' | 'file' | 'command-line' | 'demo';
  version: number;
  status: CameraStatus;
}
/**
 * in shares of the picture, from the upper left
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PictureShare".
 */
export interface PictureShare {
  x: number;
  y: number;
  width: number;
  height: number;
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
  subCodec: string | null;
  audio: string | null;
  clockOffsetMs: number | null;
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
  groupId?: string;
  areaId?: string | null;
  /**
   * what it is watched for; a grant reaches it only when it is given for one of these
   *
   * @minItems 1
   */
  purposes?: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  /**
   * what operators type to call it; unique
   */
  number?: number;
  latitude?: number | null;
  longitude?: number | null;
  bearingDeg?: number | null;
  viewDeg?: number | null;
  viewM?: number | null;
  /**
   * where plates are not looked for: clock, name of the camera, painted signs
   *
   * @maxItems 16
   */
  masks?: PictureShare[];
  /**
   * how video is fetched: by our own client, or by ffmpeg for a camera that only it understands
   */
  source?: 'rtsp' | 'ffmpeg';
  /**
   * auto: TCP, and UDP when the camera refuses it
   */
  transport?: 'auto' | 'tcp' | 'udp';
  /**
   * cameras behind one switch or line reconnect in turn; empty: by network address
   */
  site?: string;
  motionFps?: number | null;
  onvifUrl?: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraBulkEdit".
 */
export interface CameraBulkEdit {
  /**
   * each once, with the version that the edit was made from
   *
   * @minItems 1
   * @maxItems 1000
   */
  cameras: {
    id: string;
    version: number;
  }[];
  changes: CameraBulkChanges;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraBulkChanges".
 */
export interface CameraBulkChanges {
  areaId?: string | null;
  groupId?: string;
  /**
   * what it is watched for; a grant reaches it only when it is given for one of these
   *
   * @minItems 1
   */
  purposes?: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  profile?: 'plate-gate' | 'street' | 'none';
  isEnabled?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraBulkResult".
 */
export interface CameraBulkResult {
  changed: number;
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
  groupId?: string;
  areaId?: string | null;
  /**
   * what it is watched for; a grant reaches it only when it is given for one of these
   *
   * @minItems 1
   */
  purposes?: ('public-order' | 'traffic' | 'urban-order' | 'investigation' | 'one-stop-office' | 'maintenance')[];
  /**
   * what operators type to call it; unique
   */
  number?: number;
  latitude?: number | null;
  longitude?: number | null;
  bearingDeg?: number | null;
  viewDeg?: number | null;
  viewM?: number | null;
  /**
   * where plates are not looked for: clock, name of the camera, painted signs
   *
   * @maxItems 16
   */
  masks?: PictureShare[];
  /**
   * how video is fetched: by our own client, or by ffmpeg for a camera that only it understands
   */
  source?: 'rtsp' | 'ffmpeg';
  /**
   * auto: TCP, and UDP when the camera refuses it
   */
  transport?: 'auto' | 'tcp' | 'udp';
  /**
   * cameras behind one switch or line reconnect in turn; empty: by network address
   */
  site?: string;
  motionFps?: number | null;
  onvifUrl?: string | null;
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
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraGroupList".
 */
export interface CameraGroupList {
  items: CameraGroup[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraGroup".
 */
export interface CameraGroup {
  id: string;
  name: string;
  /**
   * older recordings are deleted
   */
  keepDays: number;
  maxBytes: number | null;
  moveAfterHours: number | null;
  /**
   * how many are in it, removed ones with recordings included
   */
  cameras: number;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraGroupCreate".
 */
export interface CameraGroupCreate {
  id?: string;
  name: string;
  /**
   * older recordings are deleted
   */
  keepDays: number;
  maxBytes?: number | null;
  moveAfterHours?: number | null;
}
/**
 * an absent field stays; null clears it
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraGroupUpdate".
 */
export interface CameraGroupUpdate {
  name?: string;
  /**
   * older recordings are deleted
   */
  keepDays?: number;
  maxBytes?: number | null;
  moveAfterHours?: number | null;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "HoldPage".
 */
export interface HoldPage {
  items: Hold[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Hold".
 */
export interface Hold {
  id: string;
  cameraId: string;
  cameraName: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  from: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  to: string;
  reason: string;
  createdBy: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  releasedBy: string | null;
  releasedAt: string | null;
  releaseReason: string | null;
  /**
   * finished recordings that touch the span now
   */
  recordings: number;
  bytes: number;
  /**
   * of those, how many have their SHA-256 written down
   */
  hashed: number;
}
/**
 * from here on no rule deletes a recording that touches the span, which may lie in the future
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "HoldCreate".
 */
export interface HoldCreate {
  cameraId: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  from: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  to: string;
  /**
   * why: case number, order, office
   */
  reason: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "HoldRelease".
 */
export interface HoldRelease {
  /**
   * why: case number, order, office
   */
  reason: string;
}
/**
 * finished recordings only
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "StorageOverview".
 */
export interface StorageOverview {
  nodes: StorageNode[];
  groups: StorageGroup[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "StorageNode".
 */
export interface StorageNode {
  /**
   * empty: recordings from before nodes had names
   */
  nodeId: string;
  checkedAt: string | null;
  problem: ('missing' | 'foreign' | 'unreadable') | null;
  acceptAskedAt: string | null;
  diskBytes: number | null;
  freeBytes: number | null;
  recordings: number;
  bytes: number;
  oldestAt: string | null;
  /**
   * files and objects that no recording refers to any more
   */
  awaitingRemoval: number;
  breaker: DeletionBreaker | null;
  lastClosing: BreakerClosing | null;
}
/**
 * deletion stands still until a person closes it
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "DeletionBreaker".
 */
export interface DeletionBreaker {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  openedAt: string;
  reason: string;
  vi: string;
  en: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "BreakerClosing".
 */
export interface BreakerClosing {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  closedAt: string;
  closedBy: string | null;
  note: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "StorageGroup".
 */
export interface StorageGroup {
  groupId: string;
  name: string;
  keepDays: number;
  maxBytes: number | null;
  /**
   * that have recordings
   */
  cameras: number;
  recordings: number;
  localBytes: number;
  objectBytes: number;
  oldestAt: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "StoreDecision".
 */
export interface StoreDecision {
  nodeId: string;
  /**
   * what was found
   */
  note: string;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "DeletionPage".
 */
export interface DeletionPage {
  items: Deletion[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Deletion".
 */
export interface Deletion {
  cameraId: string;
  cameraName: string | null;
  recordingId: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  startedAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  endedAt: string;
  bytes: number;
  nodeId: string;
  /**
   * local: on the disk of the node that recorded it; object: in the object store
   */
  tier: 'local' | 'object';
  place: string;
  sha256: string | null;
  reason: 'age' | 'size' | 'disk-full' | 'person';
  /**
   * the rule as it was then
   */
  rule: {};
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  deletedAt: string;
  goneAt: string | null;
}
/**
 * Recorded spans and gaps in order, clipped to the period. Holes under half a second count as recorded; recordedMs + missingMs = wantedMs, the time the camera was switched on, up to 20 s before now.
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraCoverage".
 */
export interface CameraCoverage {
  spans: {
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    startedAt: string;
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    endedAt: string;
  }[];
  gaps: RecordingGap[];
  wantedMs: number;
  recordedMs: number;
  missingMs: number;
  /**
   * recordedMs / wantedMs; null while nothing was wanted
   */
  completeness: number | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "RecordingGap".
 */
export interface RecordingGap {
  id: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  startedAt: string;
  /**
   * null: still open
   */
  endedAt: string | null;
  /**
   * stable: camera-offline, camera-auth, camera-silent, camera-protocol, network-cut, packet-loss, clock-jump, stream-change, connecting, settings-change, worker-restart, worker-moved, system-stopped, disk-full, disk-failed, disk-slow, admission-wait, ffmpeg-missing, unknown
   */
  cause: string;
  text: {
    vi: string;
    en: string;
  };
  /**
   * our own side lost it, not the camera or its line
   */
  isOurs: boolean;
  backfill: 'none' | 'wanted' | 'running' | 'done' | 'failed';
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "DayCoverage".
 */
export interface DayCoverage {
  /**
   * every camera that was switched on that day, least complete first
   */
  items: CoverageItem[];
  total: {
    cameras: number;
    wantedMs: number;
    recordedMs: number;
    missingMs: number;
    /**
     * recordedMs / wantedMs; null while nothing was wanted
     */
    completeness: number | null;
    ours: {
      missingMs: number;
    };
    /**
     * longest first; their sum is missingMs
     */
    causes: {
      /**
       * stable: camera-offline, camera-auth, camera-silent, camera-protocol, network-cut, packet-loss, clock-jump, stream-change, connecting, settings-change, worker-restart, worker-moved, system-stopped, disk-full, disk-failed, disk-slow, admission-wait, ffmpeg-missing, unknown
       */
      cause: string;
      text: {
        vi: string;
        en: string;
      };
      missingMs: number;
    }[];
  };
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CoverageItem".
 */
export interface CoverageItem {
  cameraId: string;
  name: string;
  wantedMs: number;
  recordedMs: number;
  missingMs: number;
  /**
   * recordedMs / wantedMs; null while nothing was wanted
   */
  completeness: number | null;
  ours: {
    missingMs: number;
  };
  /**
   * longest first; their sum is missingMs
   */
  causes: {
    /**
     * stable: camera-offline, camera-auth, camera-silent, camera-protocol, network-cut, packet-loss, clock-jump, stream-change, connecting, settings-change, worker-restart, worker-moved, system-stopped, disk-full, disk-failed, disk-slow, admission-wait, ffmpeg-missing, unknown
     */
    cause: string;
    text: {
      vi: string;
      en: string;
    };
    missingMs: number;
  }[];
  longestGap: {
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    startedAt: string;
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    endedAt: string;
    missingMs: number;
  } | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifDiscoverRequest".
 */
export interface OnvifDiscoverRequest {
  /**
   * how long answers are awaited, 3 by default
   */
  seconds?: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifDiscoveredList".
 */
export interface OnvifDiscoveredList {
  items: OnvifDiscovered[];
}
/**
 * cameraId: the camera already taken in at this address
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifDiscovered".
 */
export interface OnvifDiscovered {
  /**
   * urn:uuid of the device
   */
  id: string;
  /**
   * IP address
   */
  address: string;
  /**
   * for /onvif/probe
   */
  deviceUrl: string;
  name: string | null;
  hardware: string | null;
  location: string | null;
  cameraId: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifProbeRequest".
 */
export interface OnvifProbeRequest {
  /**
   * IP address, host:port or device service URL
   */
  address: string;
  username?: string | null;
  password?: string | null;
  /**
   * also tries the maker’s shipped accounts, at most two: cameras lock accounts
   */
  tryDefaultPasswords?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifProbeResult".
 */
export interface OnvifProbeResult {
  deviceUrl: string;
  manufacturer: string;
  model: string;
  firmware: string;
  serialNumber: string;
  clockOffsetMs: number | null;
  profiles: OnvifProfile[];
  proposal: {
    mainUrl: string | null;
    subUrl: string | null;
  };
  findings: Finding[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifProfile".
 */
export interface OnvifProfile {
  token: string;
  name: string;
  hasPtz: boolean;
  encoding: string | null;
  width: number | null;
  height: number | null;
  fps: number | null;
  kbps: number | null;
  gopFrames: number | null;
  audio: string | null;
  streamUrl: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Finding".
 */
export interface Finding {
  code: string;
  severity: 'info' | 'warning' | 'serious';
  vi: string;
  en: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraFindingList".
 */
export interface CameraFindingList {
  items: CameraFinding[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraFinding".
 */
export interface CameraFinding {
  code: string;
  severity: 'info' | 'warning' | 'serious';
  vi: string;
  en: string;
  foundBy: 'stream' | 'onvif';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  firstSeenAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  lastSeenAt: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifCheckRequest".
 */
export interface OnvifCheckRequest {
  tryDefaultPasswords?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifClockRequest".
 */
export interface OnvifClockRequest {
  mode: 'manual' | 'ntp';
  server?: string | null;
}
/**
 * clock of the camera minus ours, before and after
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifClockResult".
 */
export interface OnvifClockResult {
  beforeMs: number;
  afterMs: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifGopRequest".
 */
export interface OnvifGopRequest {
  seconds: number;
}
/**
 * pictures from one key frame to the next
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "OnvifGopResult".
 */
export interface OnvifGopResult {
  encoders: {
    profile: string;
    before: number | null;
    after: number;
  }[];
}
/**
 * right, up and nearer are positive
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzMove".
 */
export interface PtzMove {
  pan?: number;
  tilt?: number;
  zoom?: number;
  /**
   * then the camera stops by itself; 1000 by default
   */
  forMs?: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzPresetRequest".
 */
export interface PtzPresetRequest {
  token: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzPresetList".
 */
export interface PtzPresetList {
  items: PtzPreset[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzPreset".
 */
export interface PtzPreset {
  token: string;
  name: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzLockRequest".
 */
export interface PtzLockRequest {
  /**
   * 0 gives it back
   */
  seconds: number;
}
/**
 * until when nobody else may turn the camera
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PtzLock".
 */
export interface PtzLock {
  until: string | null;
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
  colour: string | null;
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
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmPage".
 */
export interface AlarmPage {
  items: Alarm[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Alarm".
 */
export interface Alarm {
  id: string;
  kind: string;
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: number;
  source: 'health' | 'device' | 'finding' | 'api' | 'analytics' | 'watchlist';
  text: {
    vi: string;
    en: string;
  };
  detail: {
    vi: string;
    en: string;
  } | null;
  cameraId: string | null;
  cameraName: string | null;
  params: {
    [k: string]: string | number;
  };
  state: 'open' | 'acknowledged' | 'closed';
  /**
   * how often it came
   */
  count: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  firstAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  lastAt: string;
  /**
   * it tells of a state, and closes by itself when that ends
   */
  isLasting: boolean;
  endedAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  escalatedAt: string | null;
  escalatedBy: string | null;
  closedAt: string | null;
  closedBy: string | null;
  isMuted: boolean;
  incidentId: string | null;
  /**
   * for whoever asks
   */
  isUnread: boolean;
  version: number;
}
/**
 * an alarm of another system; repeats within two minutes are counted in one
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmCreate".
 */
export interface AlarmCreate {
  kind: string;
  title: string;
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity?: number;
  cameraId?: string;
  /**
   * with kind and camera: what makes two alarms the same
   */
  subject?: string;
  /**
   * when it happened; now by default, never later
   */
  at?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmSummary".
 */
export interface AlarmSummary {
  open: number;
  acknowledged: number;
  escalated: number;
  /**
   * open ones that whoever asks has not read
   */
  unread: number;
  highestUnread: number | null;
  newestUnreadAt: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmsRead".
 */
export interface AlarmsRead {
  /**
   * all that are active when left out
   *
   * @maxItems 200
   */
  ids?: string[];
}
/**
 * what was done with it, oldest first
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmHistory".
 */
export interface AlarmHistory {
  alarm: Alarm;
  events: AlarmEvent[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmEvent".
 */
export interface AlarmEvent {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  kind: string;
  by: string | null;
  note: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "AlarmNote".
 */
export interface AlarmNote {
  note?: string;
}
/**
 * those in force, the first to end first
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "MuteList".
 */
export interface MuteList {
  items: Mute[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Mute".
 */
export interface Mute {
  id: string;
  cameraId: string | null;
  cameraName: string | null;
  kind: string | null;
  kindText: {
    vi: string;
    en: string;
  } | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  until: string;
  reason: string;
  createdBy: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  /**
   * how many alarms it kept away
   */
  suppressed: number;
}
/**
 * of a camera, of a kind, or of a kind on a camera
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "MuteCreate".
 */
export interface MuteCreate {
  cameraId?: string;
  kind?: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  until: string;
  reason: string;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentPage".
 */
export interface IncidentPage {
  items: IncidentSummary[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentSummary".
 */
export interface IncidentSummary {
  id: string;
  /**
   * what people call it
   */
  number: number;
  kind: 'accident' | 'racing' | 'disorder' | 'encroachment' | 'soliciting' | 'fire' | 'other';
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: number;
  title: string;
  state: 'new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  occurredAt: string;
  place: string;
  latitude: number | null;
  longitude: number | null;
  source: 'operator' | 'alarm' | 'citizen-report' | 'call';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  createdBy: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  updatedAt: string;
  mergedInto: string | null;
  /**
   * within reach of whoever asks, the nearest first
   */
  cameraIds: string[];
  /**
   * names of who was sent
   */
  units: string[];
  /**
   * for whoever asks
   */
  isUnread: boolean;
  version: number;
}
/**
 * the nearest cameras come with it, and what they recorded five minutes before and after is held
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentCreate".
 */
export interface IncidentCreate {
  kind?: 'accident' | 'racing' | 'disorder' | 'encroachment' | 'soliciting' | 'fire' | 'other';
  title?: string;
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity?: number;
  /**
   * when it happened; now by default, never later
   */
  at?: string;
  cameraId?: string;
  /**
   * gives camera, time and severity
   */
  alarmId?: string;
  /**
   * in words
   */
  place?: string;
  /**
   * WGS84; with longitude or not at all
   */
  latitude?: number;
  longitude?: number;
  description?: string;
  /**
   * it came by a call: 113, 114, 115, 1022
   */
  caller?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Incident".
 */
export interface Incident {
  id: string;
  /**
   * what people call it
   */
  number: number;
  kind: 'accident' | 'racing' | 'disorder' | 'encroachment' | 'soliciting' | 'fire' | 'other';
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: number;
  title: string;
  state: 'new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  occurredAt: string;
  place: string;
  latitude: number | null;
  longitude: number | null;
  source: 'operator' | 'alarm' | 'citizen-report' | 'call';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  createdBy: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  updatedAt: string;
  mergedInto: string | null;
  /**
   * within reach of whoever asks, the nearest first
   */
  cameraIds: string[];
  /**
   * names of who was sent
   */
  units: string[];
  /**
   * for whoever asks
   */
  isUnread: boolean;
  version: number;
  description: string;
  sourceRef: string | null;
  cameras: IncidentCamera[];
  /**
   * the course of events, oldest first; the newest 500
   */
  events: IncidentEvent[];
  assignments: IncidentAssignment[];
  checklist: IncidentCheck[];
  alarmIds: string[];
  /**
   * incidents that were merged into this one
   */
  merged: {
    id: string;
    number: number;
  }[];
  times: {
    verifyS: number | null;
    dispatchS: number | null;
    arriveS: number | null;
    resolveS: number | null;
  };
  /**
   * the usual one first
   */
  nextStates: ('new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed')[];
  /**
   * for a shift lead with a reason
   */
  backStates: ('new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed')[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentCamera".
 */
export interface IncidentCamera {
  cameraId: string;
  cameraName: string;
  distanceM: number | null;
  heldFrom: string | null;
  heldTo: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentEvent".
 */
export interface IncidentEvent {
  id: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  kind: string;
  /**
   * name at that time; empty: the platform
   */
  author: string;
  text: string;
  details: {
    [k: string]: string | number | null;
  };
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentAssignment".
 */
export interface IncidentAssignment {
  id: string;
  teamId: string | null;
  userId: string | null;
  name: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  assignedAt: string;
  assignedBy: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /**
   * whoever asks may acknowledge it
   */
  isMine: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentCheck".
 */
export interface IncidentCheck {
  item: string;
  text: {
    vi: string;
    en: string;
  };
  doneAt: string | null;
  doneBy: string | null;
  note: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentEdit".
 */
export interface IncidentEdit {
  kind?: 'accident' | 'racing' | 'disorder' | 'encroachment' | 'soliciting' | 'fire' | 'other';
  title?: string;
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity?: number;
  /**
   * in words
   */
  place?: string;
  latitude?: number | null;
  longitude?: number | null;
  description?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentMove".
 */
export interface IncidentMove {
  to: 'new' | 'verified' | 'dispatched' | 'on-scene' | 'resolved' | 'closed';
  /**
   * demanded where the step needs a reason
   */
  note?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentNote".
 */
export interface IncidentNote {
  text: string;
  /**
   * what it tells of; now by default, never later
   */
  at?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentUnits".
 */
export interface IncidentUnits {
  items: IncidentUnit[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentUnit".
 */
export interface IncidentUnit {
  kind: 'team' | 'user';
  id: string;
  name: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentCameraAdd".
 */
export interface IncidentCameraAdd {
  cameraId: string;
}
/**
 * one of the two
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentAssign".
 */
export interface IncidentAssign {
  teamId?: string;
  userId?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentCheckEdit".
 */
export interface IncidentCheckEdit {
  isDone: boolean;
  note?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "IncidentMerge".
 */
export interface IncidentMerge {
  into: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallList".
 */
export interface WallList {
  items: WallSummary[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallSummary".
 */
export interface WallSummary {
  id: string;
  name: string;
  areaId: string | null;
  screens: {
    id: string;
    name: string;
    panels: number;
  }[];
  preset: number | null;
  alarmsWaiting: number;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallCreate".
 */
export interface WallCreate {
  id?: string;
  name: string;
  areaId?: string | null;
  /**
   * @minItems 1
   * @maxItems 16
   */
  screens: WallScreenEdit[];
  /**
   * @maxItems 9
   */
  presets?: WallPresetEdit[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallScreenEdit".
 */
export interface WallScreenEdit {
  id: string;
  name: string;
  /**
   * how a screen is divided; `free`: rectangles of one’s own
   */
  layout: '1' | '4' | '9' | '16' | '25' | '1+5' | '1+7' | '5x3' | 'free';
  /**
   * @minItems 1
   * @maxItems 64
   */
  panels: WallPanelEdit[];
}
/**
 * shares of the screen; all but `free` layouts have their own rectangles whatever is sent
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPanelEdit".
 */
export interface WallPanelEdit {
  /**
   * unique within the wall
   */
  number: number;
  x: number;
  y: number;
  width: number;
  height: number;
  reserve: WallReserve | null;
}
/**
 * alarms of this severity and above come to the panel
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallReserve".
 */
export interface WallReserve {
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: 1 | 2 | 3 | 4;
  showS: number | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPresetEdit".
 */
export interface WallPresetEdit {
  number: number;
  name: string;
  /**
   * @maxItems 64
   */
  tiles: {
    /**
     * unique within the wall
     */
    panel: number;
    /**
     * what a panel or a tile shows
     */
    content:
      | {
          kind: 'camera';
          cameraId: string;
        }
      | {
          kind: 'sequence';
          /**
           * @minItems 1
           * @maxItems 64
           */
          cameraIds: string[];
          dwellS: number;
        }
      | {
          kind: 'clip';
          cameraId: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to: string;
        }
      | {
          kind: 'incident';
          incidentId: string;
        }
      | {
          kind: 'map';
        };
  }[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Wall".
 */
export interface Wall {
  id: string;
  name: string;
  areaId: string | null;
  screens: WallScreen[];
  presets: WallPreset[];
  preset: number | null;
  presetBy: string | null;
  /**
   * alarms that no reserved panel has room for
   */
  alarmsWaiting: number;
  version: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  serverNow: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallScreen".
 */
export interface WallScreen {
  id: string;
  name: string;
  /**
   * how a screen is divided; `free`: rectangles of one’s own
   */
  layout: '1' | '4' | '9' | '16' | '25' | '1+5' | '1+7' | '5x3' | 'free';
  panels: WallPanel[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPanel".
 */
export interface WallPanel {
  /**
   * unique within the wall
   */
  number: number;
  x: number;
  y: number;
  width: number;
  height: number;
  reserve: WallReserve | null;
  content:
    | (
        | {
            kind: 'camera';
            cameraId: string;
          }
        | {
            kind: 'sequence';
            /**
             * @minItems 1
             * @maxItems 64
             */
            cameraIds: string[];
            dwellS: number;
          }
        | {
            kind: 'clip';
            cameraId: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            from: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            to: string;
          }
        | {
            kind: 'incident';
            incidentId: string;
          }
        | {
            kind: 'map';
          }
        | {
            kind: 'hidden';
          }
      )
    | null;
  /**
   * why it shows what it shows
   */
  source: 'preset' | 'push' | 'alarm';
  owner: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  since: string;
  lock: WallPanelLock | null;
  alarm: WallPanelAlarm | null;
  incident: WallPanelIncident | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPanelLock".
 */
export interface WallPanelLock {
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  until: string;
  /**
   * who holds it
   */
  name: string;
  isMine: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPanelAlarm".
 */
export interface WallPanelAlarm {
  id: string;
  kind: string;
  text: {
    vi: string;
    en: string;
  };
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: 1 | 2 | 3 | 4;
  count: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  firstAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  lastAt: string;
  cameraId: string;
  place: string | null;
  until: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPanelIncident".
 */
export interface WallPanelIncident {
  number: number;
  title: string;
  /**
   * 1 notice, 2 minor, 3 major, 4 critical
   */
  severity: 1 | 2 | 3 | 4;
  state: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  occurredAt: string;
  /**
   * @maxItems 4
   */
  cameraIds: string[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPreset".
 */
export interface WallPreset {
  number: number;
  name: string;
  tiles: {
    /**
     * unique within the wall
     */
    panel: number;
    content:
      | {
          kind: 'camera';
          cameraId: string;
        }
      | {
          kind: 'sequence';
          /**
           * @minItems 1
           * @maxItems 64
           */
          cameraIds: string[];
          dwellS: number;
        }
      | {
          kind: 'clip';
          cameraId: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          from: string;
          /**
           * RFC 3339 instant; answers are always UTC with milliseconds
           */
          to: string;
        }
      | {
          kind: 'incident';
          incidentId: string;
        }
      | {
          kind: 'map';
        }
      | {
          kind: 'hidden';
        };
  }[];
}
/**
 * an absent field stays
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallUpdate".
 */
export interface WallUpdate {
  name?: string;
  areaId?: string | null;
  /**
   * @minItems 1
   * @maxItems 16
   */
  screens?: WallScreenEdit[];
  /**
   * @maxItems 9
   */
  presets?: WallPresetEdit[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPresetRequest".
 */
export interface WallPresetRequest {
  number: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallPush".
 */
export interface WallPush {
  /**
   * what a panel or a tile shows
   */
  content:
    | {
        kind: 'camera';
        cameraId: string;
      }
    | {
        kind: 'sequence';
        /**
         * @minItems 1
         * @maxItems 64
         */
        cameraIds: string[];
        dwellS: number;
      }
    | {
        kind: 'clip';
        cameraId: string;
        /**
         * RFC 3339 instant; answers are always UTC with milliseconds
         */
        from: string;
        /**
         * RFC 3339 instant; answers are always UTC with milliseconds
         */
        to: string;
      }
    | {
        kind: 'incident';
        incidentId: string;
      }
    | {
        kind: 'map';
      };
  /**
   * 0: not locked
   */
  lockSeconds?: number;
  /**
   * break the lock of somebody else: takes wall.manage
   */
  isForced?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallLock".
 */
export interface WallLock {
  /**
   * 0: not locked
   */
  seconds: number;
  /**
   * break the lock of somebody else: takes wall.manage
   */
  isForced?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallReturn".
 */
export interface WallReturn {
  /**
   * break the lock of somebody else: takes wall.manage
   */
  isForced?: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallKeyList".
 */
export interface WallKeyList {
  items: WallKey[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallKey".
 */
export interface WallKey {
  id: string;
  screenId: string;
  name: string;
  createdBy: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
  usedAt: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "WallKeyCreate".
 */
export interface WallKeyCreate {
  screenId: string;
  name: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "NewWallKey".
 */
export interface NewWallKey {
  key: WallKey;
  /**
   * shown once; only its hash is kept
   */
  secret: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ScreenLogin".
 */
export interface ScreenLogin {
  wallId: string;
  screenId: string;
  /**
   * absent: the one that this browser was given before
   */
  key?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ConsoleLayoutList".
 */
export interface ConsoleLayoutList {
  items: ConsoleLayout[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ConsoleLayout".
 */
export interface ConsoleLayout {
  number: number;
  name: string;
  /**
   * how a screen is divided; `free`: rectangles of one’s own
   */
  layout: '1' | '4' | '9' | '16' | '25' | '1+5' | '1+7' | '5x3' | 'free';
  /**
   * in reading order; null: empty
   *
   * @maxItems 64
   */
  tiles: (
    | (
        | {
            kind: 'camera';
            cameraId: string;
          }
        | {
            kind: 'sequence';
            /**
             * @minItems 1
             * @maxItems 64
             */
            cameraIds: string[];
            dwellS: number;
          }
        | {
            kind: 'clip';
            cameraId: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            from: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            to: string;
          }
        | {
            kind: 'incident';
            incidentId: string;
          }
        | {
            kind: 'map';
          }
      )
    | null
  )[];
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  updatedAt: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ConsoleLayoutEdit".
 */
export interface ConsoleLayoutEdit {
  name: string;
  /**
   * how a screen is divided; `free`: rectangles of one’s own
   */
  layout: '1' | '4' | '9' | '16' | '25' | '1+5' | '1+7' | '5x3' | 'free';
  /**
   * in reading order; null: empty
   *
   * @maxItems 64
   */
  tiles: (
    | (
        | {
            kind: 'camera';
            cameraId: string;
          }
        | {
            kind: 'sequence';
            /**
             * @minItems 1
             * @maxItems 64
             */
            cameraIds: string[];
            dwellS: number;
          }
        | {
            kind: 'clip';
            cameraId: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            from: string;
            /**
             * RFC 3339 instant; answers are always UTC with milliseconds
             */
            to: string;
          }
        | {
            kind: 'incident';
            incidentId: string;
          }
        | {
            kind: 'map';
          }
      )
    | null
  )[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraMarkList".
 */
export interface CameraMarkList {
  items: CameraMark[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraMark".
 */
export interface CameraMark {
  id: string;
  cameraId: string;
  kind: 'bookmark' | 'snapshot';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  note: string;
  createdBy: string | null;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  createdAt: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraMarkCreate".
 */
export interface CameraMarkCreate {
  kind: 'bookmark' | 'snapshot';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  note?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ControlRooms".
 */
export interface ControlRooms {
  items: ControlRoom[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ControlRoom".
 */
export interface ControlRoom {
  id: string;
  name: string;
  areaId: string | null;
  /**
   * entries of others that whoever asks has not read
   */
  unread: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ControlRoomCreate".
 */
export interface ControlRoomCreate {
  id: string;
  name: string;
  areaId?: string;
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ShiftLogPage".
 */
export interface ShiftLogPage {
  items: ShiftEntry[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ShiftEntry".
 */
export interface ShiftEntry {
  id: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  at: string;
  kind: 'note' | 'hand-over';
  author: string;
  text: string;
  /**
   * open when the shift was handed over
   */
  openAlarms: {
    id: string;
    kind: string;
    cameraId: string | null;
  }[];
  openIncidents: {
    id: string;
    number: number;
    title: string;
  }[];
  takenAt: string | null;
  takenBy: string | null;
  isUnread: boolean;
}
/**
 * a hand-over keeps what is open at that moment
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ShiftEntryCreate".
 */
export interface ShiftEntryCreate {
  roomId: string;
  kind: 'note' | 'hand-over';
  text: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ShiftLogRead".
 */
export interface ShiftLogRead {
  roomId: string;
}
/**
 * RFC 7946 in WGS84: cameras with a known place, by name
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraFeatures".
 */
export interface CameraFeatures {
  type: 'FeatureCollection';
  features: CameraFeature[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraFeature".
 */
export interface CameraFeature {
  type: 'Feature';
  id: string;
  geometry: {
    type: 'Point';
    /**
     * @minItems 2
     * @maxItems 2
     */
    coordinates: number[];
  };
  properties: {
    id: string;
    name: string;
    number: number;
    areaId: string | null;
    state: 'connecting' | 'live' | 'stale' | 'offline' | 'disabled';
    hasSubStream: boolean;
    bearingDeg: number | null;
    viewDeg: number | null;
    viewM: number | null;
    /**
     * for If-Match of an edit
     */
    version: number;
  };
}
/**
 * the city's own map, by file name
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "MapFiles".
 */
export interface MapFiles {
  items: MapFile[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "MapFile".
 */
export interface MapFile {
  file: string;
  bytes: number;
  /**
   * also shown to citizens who report something
   */
  isPublic: boolean;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraHealth".
 */
export interface CameraHealth {
  cameraId: string;
  name: string;
  number: number;
  area: {
    id: string;
    name: string;
  } | null;
  state: 'connecting' | 'live' | 'stale' | 'offline' | 'disabled';
  /**
   * share of the last 24 hours, switched on, in which the camera and its line delivered
   */
  upDay: number | null;
  /**
   * the same of the last 30 days
   */
  upMonth: number | null;
  /**
   * share of this month in Viet Nam, switched on, that was recorded; null while nothing was wanted
   */
  completeness: number | null;
  fps: number | null;
  bitrateKbps: number | null;
  gopMs: number | null;
  frameAgeMs: number | null;
  clockOffsetMs: number | null;
  findings: {
    serious: number;
    warning: number;
    info: number;
    worst: {
      code: string;
      severity: 'serious' | 'warning' | 'info';
      vi: string;
      en: string;
    } | null;
  };
  /**
   * what the device said of itself by ONVIF; null: it was not reached yet
   */
  device: {
    manufacturer: string;
    model: string;
    firmware: string;
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    askedAt: string;
  } | null;
  /**
   * by which somebody lends the camera; null: it is the city’s own
   */
  agreement: {
    number: string;
    /**
     * null: without end
     */
    validUntil: string | null;
  } | null;
  /**
   * only for whoever manages the camera
   */
  owner: {
    name: string;
    contact: string;
  } | null;
  mayManage: boolean;
  /**
   * why somebody has to look after it
   */
  care: ('down' | 'often-down' | 'finding' | 'agreement')[];
}
/**
 * what a citizen may send
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportForm".
 */
export interface ReportForm {
  /**
   * whether reports are taken
   */
  isOpen: boolean;
  categories: {
    id: string;
    name: {
      vi: string;
      en: string;
    };
  }[];
  maxDescription: number;
  maxPhotoBytes: number;
  centre: {
    latitude: number;
    longitude: number;
  } | null;
  /**
   * how long text, phone and photo are kept after the report ended
   */
  keptDays: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportCreate".
 */
export interface ReportCreate {
  category: string;
  description: string;
  latitude: number;
  longitude: number;
  /**
   * now by default; at most a week ago, never later
   */
  occurredAt?: string;
  /**
   * only officers see it, to call back
   */
  phone?: string;
}
/**
 * whoever has the token sees how the report goes; it is told once
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportReceipt".
 */
export interface ReportReceipt {
  number: number;
  token: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  acceptDueAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  resolveDueAt: string;
}
/**
 * how a report goes; nothing of what was written
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "PublicReport".
 */
export interface PublicReport {
  number: number;
  category: {
    vi: string;
    en: string;
  };
  state: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  receivedAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  acceptDueAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  resolveDueAt: string;
  /**
   * empty until it is refused or published
   */
  answer: string;
  hasPhoto: boolean;
  /**
   * only once it is published
   */
  hasResultPhoto: boolean;
  steps: {
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    at: string;
    state: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
  }[];
}
/**
 * newest first; `next` is the cursor of what follows
 *
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportPage".
 */
export interface ReportPage {
  items: ReportSummary[];
  next: string | null;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportSummary".
 */
export interface ReportSummary {
  id: string;
  number: number;
  categoryId: string;
  category: {
    vi: string;
    en: string;
  };
  /**
   * empty once it was forgotten
   */
  description: string;
  latitude: number;
  longitude: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  occurredAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  receivedAt: string;
  state: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
  /**
   * the states it may be put into
   */
  next: ('received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published')[];
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  acceptDueAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  resolveDueAt: string;
  /**
   * not accepted or not resolved in its time
   */
  isLate: boolean;
  endedAt: string | null;
  answer: string;
  hasPhoto: boolean;
  hasResultPhoto: boolean;
  incidentId: string | null;
  /**
   * text, phone and photo were removed
   */
  isForgotten: boolean;
  version: number;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "Report".
 */
export interface Report {
  id: string;
  number: number;
  categoryId: string;
  category: {
    vi: string;
    en: string;
  };
  /**
   * empty once it was forgotten
   */
  description: string;
  latitude: number;
  longitude: number;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  occurredAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  receivedAt: string;
  state: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
  /**
   * the states it may be put into
   */
  next: ('received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published')[];
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  acceptDueAt: string;
  /**
   * RFC 3339 instant; answers are always UTC with milliseconds
   */
  resolveDueAt: string;
  /**
   * not accepted or not resolved in its time
   */
  isLate: boolean;
  endedAt: string | null;
  answer: string;
  hasPhoto: boolean;
  hasResultPhoto: boolean;
  incidentId: string | null;
  /**
   * text, phone and photo were removed
   */
  isForgotten: boolean;
  version: number;
  phone: string | null;
  /**
   * within reach of whoever asks, the nearest first
   */
  cameras: {
    cameraId: string;
    name: string;
    distanceM: number;
  }[];
  steps: {
    /**
     * RFC 3339 instant; answers are always UTC with milliseconds
     */
    at: string;
    state: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
    by: string | null;
    note: string;
  }[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "ReportStep".
 */
export interface ReportStep {
  to: 'received' | 'accepted' | 'refused' | 'in-progress' | 'resolved' | 'published';
  /**
   * the one that was looked at
   */
  version: number;
  /**
   * for officers only
   */
  note?: string;
  /**
   * what the citizen reads; demanded when refused or resolved
   */
  answer?: string;
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraImportResult".
 */
export interface CameraImportResult {
  /**
   * of the file, without the header
   */
  rows: number;
  /**
   * rows without a fault
   */
  good: number;
  /**
   * cameras that were made; 0 after a check
   */
  created: number;
  faults: CameraImportFault[];
}
/**
 * This interface was referenced by `Paths`'s JSON-Schema
 * via the `definition` "CameraImportFault".
 */
export interface CameraImportFault {
  /**
   * of the file; the header is line 1
   */
  line: number;
  column: string | null;
  vi: string;
  en: string;
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
    Alarm: Alarm;
    AlarmCreate: AlarmCreate;
    AlarmEvent: AlarmEvent;
    AlarmHistory: AlarmHistory;
    AlarmNote: AlarmNote;
    AlarmPage: AlarmPage;
    AlarmSummary: AlarmSummary;
    AlarmsRead: AlarmsRead;
    ApiKey: ApiKey;
    ApiKeyCreate: ApiKeyCreate;
    ApiKeyList: ApiKeyList;
    Area: Area;
    AreaCreate: AreaCreate;
    AreaList: AreaList;
    AreaUpdate: AreaUpdate;
    AuditEntry: AuditEntry;
    AuditPage: AuditPage;
    BreakerClosing: BreakerClosing;
    Camera: Camera;
    CameraBulkChanges: CameraBulkChanges;
    CameraBulkEdit: CameraBulkEdit;
    CameraBulkResult: CameraBulkResult;
    CameraCoverage: CameraCoverage;
    CameraCreate: CameraCreate;
    CameraFault: CameraFault;
    CameraFeature: CameraFeature;
    CameraFeatures: CameraFeatures;
    CameraFinding: CameraFinding;
    CameraFindingList: CameraFindingList;
    CameraGroup: CameraGroup;
    CameraGroupCreate: CameraGroupCreate;
    CameraGroupList: CameraGroupList;
    CameraGroupUpdate: CameraGroupUpdate;
    CameraHealth: CameraHealth;
    CameraImportFault: CameraImportFault;
    CameraImportResult: CameraImportResult;
    CameraList: CameraList;
    CameraMark: CameraMark;
    CameraMarkCreate: CameraMarkCreate;
    CameraMarkList: CameraMarkList;
    CameraStatus: CameraStatus;
    CameraUpdate: CameraUpdate;
    CodeProof: CodeProof;
    ConsoleLayout: ConsoleLayout;
    ConsoleLayoutEdit: ConsoleLayoutEdit;
    ConsoleLayoutList: ConsoleLayoutList;
    ControlRoom: ControlRoom;
    ControlRoomCreate: ControlRoomCreate;
    ControlRooms: ControlRooms;
    CoverageItem: CoverageItem;
    DayCoverage: DayCoverage;
    Deletion: Deletion;
    DeletionBreaker: DeletionBreaker;
    DeletionPage: DeletionPage;
    Finding: Finding;
    Grant: Grant;
    GrantCreate: GrantCreate;
    GrantList: GrantList;
    GrantScope: GrantScope;
    Health: Health;
    Hold: Hold;
    HoldCreate: HoldCreate;
    HoldPage: HoldPage;
    HoldRelease: HoldRelease;
    Incident: Incident;
    IncidentAssign: IncidentAssign;
    IncidentAssignment: IncidentAssignment;
    IncidentCamera: IncidentCamera;
    IncidentCameraAdd: IncidentCameraAdd;
    IncidentCheck: IncidentCheck;
    IncidentCheckEdit: IncidentCheckEdit;
    IncidentCreate: IncidentCreate;
    IncidentEdit: IncidentEdit;
    IncidentEvent: IncidentEvent;
    IncidentMerge: IncidentMerge;
    IncidentMove: IncidentMove;
    IncidentNote: IncidentNote;
    IncidentPage: IncidentPage;
    IncidentSummary: IncidentSummary;
    IncidentUnit: IncidentUnit;
    IncidentUnits: IncidentUnits;
    LoginRequest: LoginRequest;
    LoginWays: LoginWays;
    MapFile: MapFile;
    MapFiles: MapFiles;
    Mute: Mute;
    MuteCreate: MuteCreate;
    MuteList: MuteList;
    NewApiKey: NewApiKey;
    NewWallKey: NewWallKey;
    OnvifCheckRequest: OnvifCheckRequest;
    OnvifClockRequest: OnvifClockRequest;
    OnvifClockResult: OnvifClockResult;
    OnvifDiscoverRequest: OnvifDiscoverRequest;
    OnvifDiscovered: OnvifDiscovered;
    OnvifDiscoveredList: OnvifDiscoveredList;
    OnvifGopRequest: OnvifGopRequest;
    OnvifGopResult: OnvifGopResult;
    OnvifProbeRequest: OnvifProbeRequest;
    OnvifProbeResult: OnvifProbeResult;
    OnvifProfile: OnvifProfile;
    OpenSession: OpenSession;
    OpenSessionList: OpenSessionList;
    OperatingArea: OperatingArea;
    OperatingAreaCreate: OperatingAreaCreate;
    OperatingAreaList: OperatingAreaList;
    OperatingAreaUpdate: OperatingAreaUpdate;
    Passage: Passage;
    PassagePage: PassagePage;
    PassagePlate: PassagePlate;
    PasswordChange: PasswordChange;
    PasswordProof: PasswordProof;
    PictureShare: PictureShare;
    PixelBox: PixelBox;
    PlateRead: PlateRead;
    Problem: Problem;
    PtzLock: PtzLock;
    PtzLockRequest: PtzLockRequest;
    PtzMove: PtzMove;
    PtzPreset: PtzPreset;
    PtzPresetList: PtzPresetList;
    PtzPresetRequest: PtzPresetRequest;
    PublicReport: PublicReport;
    Readiness: Readiness;
    RecordingGap: RecordingGap;
    RecordingTimeline: RecordingTimeline;
    RecoveryCodes: RecoveryCodes;
    Report: Report;
    ReportCreate: ReportCreate;
    ReportForm: ReportForm;
    ReportPage: ReportPage;
    ReportReceipt: ReportReceipt;
    ReportStep: ReportStep;
    ReportSummary: ReportSummary;
    RoleRule: RoleRule;
    RoleRuleList: RoleRuleList;
    RoleRuleUpdate: RoleRuleUpdate;
    ScreenLogin: ScreenLogin;
    SecondFactor: SecondFactor;
    SecondFactorEnd: SecondFactorEnd;
    SecondFactorStart: SecondFactorStart;
    Session: Session;
    SessionUser: SessionUser;
    ShiftEntry: ShiftEntry;
    ShiftEntryCreate: ShiftEntryCreate;
    ShiftLogPage: ShiftLogPage;
    ShiftLogRead: ShiftLogRead;
    StorageGroup: StorageGroup;
    StorageNode: StorageNode;
    StorageOverview: StorageOverview;
    StoreDecision: StoreDecision;
    Team: Team;
    TeamCreate: TeamCreate;
    TeamList: TeamList;
    TeamUpdate: TeamUpdate;
    TimeSpan: TimeSpan;
    User: User;
    UserCreate: UserCreate;
    UserList: UserList;
    UserUpdate: UserUpdate;
    Wall: Wall;
    WallCreate: WallCreate;
    WallKey: WallKey;
    WallKeyCreate: WallKeyCreate;
    WallKeyList: WallKeyList;
    WallList: WallList;
    WallLock: WallLock;
    WallPanel: WallPanel;
    WallPanelAlarm: WallPanelAlarm;
    WallPanelEdit: WallPanelEdit;
    WallPanelIncident: WallPanelIncident;
    WallPanelLock: WallPanelLock;
    WallPreset: WallPreset;
    WallPresetEdit: WallPresetEdit;
    WallPresetRequest: WallPresetRequest;
    WallPush: WallPush;
    WallReserve: WallReserve;
    WallReturn: WallReturn;
    WallScreen: WallScreen;
    WallScreenEdit: WallScreenEdit;
    WallSummary: WallSummary;
    WallUpdate: WallUpdate;
  };
}
