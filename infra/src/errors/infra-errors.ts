import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';

/** Everything the ground floor can refuse or fail with. `{detail}` never carries a secret. */
export const INFRA_ERRORS = {
  TC_CONFIG_UNKNOWN_KEY: {
    status: 500,
    vi: '{where}: không có mục "{key}".{hintVi}',
    en: '{where}: there is no setting "{key}".{hintEn}',
    retryable: false,
  },
  TC_CONFIG_VALUE: {
    status: 500,
    vi: '{where}: giá trị "{value}" của "{key}" không hợp lệ. Cần {expectedVi}.',
    en: '{where}: "{value}" is not a valid value of "{key}". Expected {expectedEn}.',
    retryable: false,
  },
  TC_CONFIG_MISSING: {
    status: 500,
    vi: '{where}: thiếu "{key}". Cần {expectedVi}.',
    en: '{where}: "{key}" is missing. Expected {expectedEn}.',
    retryable: false,
  },
  TC_CONFIG_FILE: {
    status: 500,
    vi: 'Không đọc được tệp {path}: {detail}. Kiểm tra đường dẫn, quyền đọc và cú pháp YAML.',
    en: 'The file {path} cannot be read: {detail}. Check the path, the read permission and the YAML syntax.',
    retryable: false,
  },
  TC_DATA_DIR_UNWRITABLE: {
    status: 507,
    vi: 'Không ghi được vào {path} ({detail}). Sửa quyền của thư mục hoặc chọn thư mục khác bằng --data THƯ_MỤC.',
    en: 'Cannot write to {path} ({detail}). Mend the permissions of the directory or choose another one with --data DIR.',
    retryable: false,
  },
  TC_DISK_FULL: {
    status: 507,
    vi: 'Hết dung lượng đĩa tại {path}. Giải phóng dung lượng hoặc chọn đĩa khác bằng --data THƯ_MỤC.',
    en: 'The disk that holds {path} is full. Free some space or choose another disk with --data DIR.',
    retryable: true,
  },
  TC_DATA_DIR_CLOSED: {
    status: 500,
    vi: 'PostgreSQL không chạy được dưới quyền root và không vào được {path} vì {parent} chỉ dành cho root. Chọn thư mục khác bằng --data THƯ_MỤC (ví dụ /var/lib/thapcanh) hoặc chạy chmod o+x {parent}.',
    en: 'PostgreSQL may not run as root and cannot reach {path} because {parent} is closed to others. Choose another directory with --data DIR (for example /var/lib/thapcanh) or run chmod o+x {parent}.',
    retryable: false,
  },
  TC_ALREADY_RUNNING: {
    status: 409,
    vi: 'Tháp Canh đang chạy trên thư mục dữ liệu {path} (tiến trình {pid}). Dừng tiến trình đó (kill {pid}) hoặc chọn thư mục khác bằng --data THƯ_MỤC.',
    en: 'Tháp Canh already runs on the data directory {path} (process {pid}). Stop that process (kill {pid}) or choose another directory with --data DIR.',
    retryable: true,
  },
  TC_PORT_TAKEN: {
    status: 409,
    vi: 'Cổng {port} trên {host} đã có chương trình khác dùng. Chọn cổng khác bằng --port SỐ hoặc dừng chương trình kia.',
    en: 'Port {port} on {host} is taken by another program. Choose another one with --port NUMBER or stop that program.',
    retryable: true,
  },
  TC_HOST_INVALID: {
    status: 500,
    vi: 'Máy này không có địa chỉ {host} ({detail}). Chọn địa chỉ khác bằng --host, ví dụ 127.0.0.1 hoặc 0.0.0.0.',
    en: 'This machine has no address {host} ({detail}). Choose another with --host, for example 127.0.0.1 or 0.0.0.0.',
    retryable: false,
  },
  TC_SECRET_UNREADABLE: {
    status: 500,
    vi: 'Khóa bí mật {path} bị hỏng hoặc không đọc được ({detail}). Khôi phục tệp này từ bản sao lưu.',
    en: 'The secret {path} is damaged or cannot be read ({detail}). Restore that file from a backup.',
    retryable: false,
  },
  TC_SECRET_BOX: {
    status: 500,
    vi: 'Không giải mã được dữ liệu bí mật ({detail}). Kiểm tra THAPCANH_SECRET_KEY có đúng là khóa đã dùng khi lưu không.',
    en: 'Sealed data cannot be opened ({detail}). Check that THAPCANH_SECRET_KEY is the key it was sealed with.',
    retryable: false,
  },
  TC_DATABASE_UNREACHABLE: {
    status: 503,
    vi: 'Không kết nối được cơ sở dữ liệu tại {where} ({detail}). Kiểm tra DATABASE_URL và PostgreSQL có đang chạy không.',
    en: 'The database at {where} cannot be reached ({detail}). Check DATABASE_URL and that PostgreSQL is running.',
    retryable: true,
  },
  TC_MIGRATION_CHANGED: {
    status: 500,
    vi: 'Tệp cập nhật cơ sở dữ liệu {name} đã bị sửa sau khi áp dụng. Khôi phục tệp gốc; mọi thay đổi phải nằm trong tệp số mới.',
    en: 'The database migration {name} was edited after it had been applied. Restore the original file; changes belong in a new number.',
    retryable: false,
  },
  TC_MIGRATION_UNKNOWN: {
    status: 500,
    vi: 'Cơ sở dữ liệu đã có bản cập nhật {name} mà phiên bản này chưa biết. Chạy phiên bản Tháp Canh mới hơn.',
    en: 'The database already has the migration {name}, which this version does not know. Run a newer version of Tháp Canh.',
    retryable: false,
  },
  TC_MIGRATION_FAILED: {
    status: 500,
    vi: 'Bản cập nhật cơ sở dữ liệu {name} thất bại ({detail}). Chưa có gì thay đổi; sửa nguyên nhân rồi khởi động lại.',
    en: 'The database migration {name} failed ({detail}). Nothing was changed; mend the cause and start again.',
    retryable: false,
  },
  TC_MIGRATION_NAMES: {
    status: 500,
    vi: 'Tên tệp cập nhật cơ sở dữ liệu không đúng: {detail}. Đặt tên 0001-ten.sql, số liên tục từ 0001.',
    en: 'The database migration files are misnamed: {detail}. Name them 0001-name.sql, numbered without gaps from 0001.',
    retryable: false,
  },
  TC_POSTGRES_BINARY_MISSING: {
    status: 500,
    vi: 'Không có PostgreSQL đóng gói sẵn cho {platform}. Chạy lại npm ci, hoặc dùng PostgreSQL có sẵn bằng DATABASE_URL=postgresql://...',
    en: 'There is no packaged PostgreSQL for {platform}. Run npm ci again, or use a PostgreSQL of your own with DATABASE_URL=postgresql://...',
    retryable: false,
  },
  TC_POSTGRES_NO_SETPRIV: {
    status: 500,
    vi: 'Đang chạy dưới quyền root nhưng thiếu lệnh setpriv (gói util-linux). Cài util-linux hoặc chạy bằng người dùng thường.',
    en: 'Running as root, but the command setpriv (package util-linux) is missing. Install util-linux or run as an ordinary user.',
    retryable: false,
  },
  TC_POSTGRES_VERSION: {
    status: 500,
    vi: 'Dữ liệu tại {path} thuộc PostgreSQL {found}, chương trình kèm theo là {expected}. Dùng phiên bản Tháp Canh cũ để xuất dữ liệu trước.',
    en: 'The data in {path} belongs to PostgreSQL {found}, the packaged program is {expected}. Export the data with the older Tháp Canh first.',
    retryable: false,
  },
  TC_POSTGRES_START_FAILED: {
    status: 500,
    vi: 'PostgreSQL không khởi động được: {detail}. Xem nhật ký phía trên; dữ liệu nằm tại {path}.',
    en: 'PostgreSQL did not start: {detail}. See the log above; its data is in {path}.',
    retryable: false,
  },
  TC_POSTGRES_ENDED: {
    status: 500,
    vi: 'PostgreSQL đã dừng đột ngột ({detail}). Hệ thống tự chạy lại cơ sở dữ liệu một lần; nếu lặp lại, kiểm tra bộ nhớ và đĩa rồi chạy lại Tháp Canh. Dữ liệu tại {path} còn nguyên.',
    en: 'PostgreSQL ended by itself ({detail}). It is started again once by itself; if it ends again, check memory and disk and start Tháp Canh anew. The data in {path} is kept.',
    retryable: true,
  },
  TC_QUEUE_UNAVAILABLE: {
    status: 503,
    vi: 'Hàng đợi công việc tại {where} không phản hồi ({detail}). Kiểm tra REDIS_URL hoặc DATABASE_URL.',
    en: 'The job queue at {where} does not answer ({detail}). Check REDIS_URL or DATABASE_URL.',
    retryable: true,
  },
  TC_OBJECT_KEY_INVALID: {
    status: 400,
    vi: 'Khóa đối tượng "{key}" không hợp lệ. Dùng 1-8 đoạn chữ, số, dấu . _ - nối bằng /.',
    en: 'The object key "{key}" is not valid. Use 1-8 segments of letters, digits, . _ - joined by /.',
    retryable: false,
  },
  TC_OBJECT_RANGE_INVALID: {
    status: 416,
    vi: 'Đoạn byte {start}-{end} không hợp lệ. Cần số nguyên 0 ≤ đầu ≤ cuối.',
    en: 'The byte range {start}-{end} is not valid. Integers with 0 ≤ start ≤ end are needed.',
    retryable: false,
  },
  TC_OBJECT_TRUNCATED: {
    status: 400,
    vi: 'Nội dung của đối tượng "{key}" dài {found} byte, không phải {expected} byte như đã báo. Gửi lại.',
    en: 'The content of object "{key}" is {found} bytes long, not {expected} as announced. Send it again.',
    retryable: true,
  },
  TC_OBJECT_CHANGED: {
    status: 400,
    vi: 'Nội dung của đối tượng "{key}" không khớp mã SHA-256 đã báo. Đọc lại tệp gốc rồi gửi lại.',
    en: 'The content of object "{key}" does not have the SHA-256 that was announced. Read the original again and send it again.',
    retryable: false,
  },
  TC_OBJECT_STORE_UNAVAILABLE: {
    status: 503,
    vi: 'Kho đối tượng {where} không dùng được ({detail}). Kiểm tra đĩa, quyền ghi hoặc các biến S3_*.',
    en: 'The object store {where} cannot be used ({detail}). Check the disk, the permissions or the S3_* variables.',
    retryable: true,
  },
  TC_ROLE_FAILED: {
    status: 500,
    vi: 'Tiến trình {role} không khởi động được ({detail}). Xem nhật ký của tiến trình phía trên.',
    en: 'The process {role} did not start ({detail}). See its log above.',
    retryable: false,
  },
  TC_ROLE_MISSING: {
    status: 500,
    vi: 'Không thấy chương trình của {role} tại {path}. Chạy npm run build.',
    en: 'The program of {role} is not at {path}. Run npm run build.',
    retryable: false,
  },
  TC_TLS_FILE: {
    status: 500,
    vi: 'Không dùng được chứng chỉ hoặc khóa TLS {path} ({detail}). Kiểm tra tệp PEM trong THAPCANH_TLS_CERT và THAPCANH_TLS_KEY, và quyền đọc.',
    en: 'The TLS certificate or key {path} cannot be used ({detail}). Check the PEM files of THAPCANH_TLS_CERT and THAPCANH_TLS_KEY and that they may be read.',
    retryable: false,
  },
} as const satisfies ErrorTable;

export const infraError = errorsOf(INFRA_ERRORS);
