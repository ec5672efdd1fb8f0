import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';

export const MODEL_ERRORS = {
  TC_MODEL_MANIFEST: {
    status: 500,
    vi: 'Tệp models/manifest.json không hợp lệ: {reason}. Khôi phục tệp từ kho mã.',
    en: 'models/manifest.json is not valid: {reason}. Restore it from the repository.',
    retryable: false,
  },
  TC_MODEL_MISSING: {
    status: 500,
    vi: 'Thiếu mô hình {model} ({file}). Chạy "npm install" rồi "npm run build".',
    en: 'Model {model} is missing ({file}). Run "npm install", then "npm run build".',
    retryable: false,
  },
  TC_MODEL_HASH_MISMATCH: {
    status: 500,
    vi: 'Mô hình {model} ({file}) không khớp mã băm trong manifest. Xóa tệp rồi chạy "npm install" và "npm run build".',
    en: 'Model {model} ({file}) does not match its hash in the manifest. Delete it, then run "npm install" and "npm run build".',
    retryable: false,
  },
  TC_MODEL_LOAD_FAILED: {
    status: 500,
    vi: 'Không mở được mô hình {model}: {reason}. Kiểm tra bộ nhớ trống và gói onnxruntime-node.',
    en: 'Model {model} cannot be opened: {reason}. Check free memory and the onnxruntime-node package.',
    retryable: false,
  },
  TC_MODEL_SHAPE: {
    status: 500,
    vi: 'Mô hình {model} trả về {output} kích thước [{found}], cần [{expected}]. Tệp mô hình không phải bản trong manifest.',
    en: 'Model {model} gives {output} of shape [{found}] where [{expected}] is wanted. The file is not the model of the manifest.',
    retryable: false,
  },
  TC_MODEL_RUN_FAILED: {
    status: 500,
    vi: 'Mô hình {model} chạy lỗi: {reason}. Thử lại; nếu lặp lại, kiểm tra bộ nhớ trống.',
    en: 'Model {model} failed while running: {reason}. Try again; if it repeats, check free memory.',
    retryable: true,
  },
  TC_MODEL_CLOSED: {
    status: 503,
    vi: 'Mô hình {model} đã đóng. Khởi động lại dịch vụ phân tích.',
    en: 'Model {model} is closed. Restart the analytics service.',
    retryable: true,
  },
  TC_MODEL_INPUT: {
    status: 400,
    vi: 'Ảnh đưa vào mô hình không hợp lệ: {reason}.',
    en: 'The picture given to the model is not valid: {reason}.',
    retryable: false,
  },
  TC_PICTURE_UNREADABLE: {
    status: 422,
    vi: 'Không giải mã được ảnh JPEG: {reason}. Lấy lại ảnh từ camera.',
    en: 'The JPEG picture cannot be decoded: {reason}. Take the picture again.',
    retryable: false,
  },
  TC_PICTURE_TOO_LARGE: {
    status: 413,
    vi: 'Ảnh quá lớn: {size}, tối đa {limit}. Giảm độ phân giải của luồng.',
    en: 'The picture is too large: {size}, at most {limit}. Lower the resolution of the stream.',
    retryable: false,
  },
  TC_EVAL_ARGUMENT: {
    status: 400,
    vi: 'Lệnh "npm run eval" không hợp lệ: {reason}.',
    en: 'The command "npm run eval" is not valid: {reason}.',
    retryable: false,
  },
  TC_EVAL_LABELS: {
    status: 422,
    vi: 'Không dùng được nhãn {file}: {reason}. Định dạng thư mục ảnh có nhãn nằm trong docs/models.md.',
    en: 'The labels {file} cannot be used: {reason}. docs/models.md gives the format of a folder of labelled pictures.',
    retryable: false,
  },
  TC_EVAL_LABEL_LINE: {
    status: 422,
    vi: '{file} dòng {line}: {reason}. Sửa dòng này rồi chạy lại; định dạng nằm trong docs/models.md.',
    en: '{file} line {line}: {reason}. Correct the line and run again; docs/models.md gives the format.',
    retryable: false,
  },
  TC_EVAL_NO_PICTURE: {
    status: 422,
    vi: 'Không đọc được ảnh nào trong {count} ảnh. Ảnh đầu tiên, {image} (dòng {line}): {reason}',
    en: 'None of the {count} pictures could be read. The first, {image} (line {line}): {reason}',
    retryable: false,
  },
  TC_EVAL_NO_MODEL: {
    status: 503,
    vi: 'Nền tảng chưa có mô hình cho "{task}". Mô hình khác để đo: {known}.',
    en: 'The platform has no model for "{task}" yet. Others to measure: {known}.',
    retryable: false,
  },
  TC_EVAL_REPORT: {
    status: 500,
    vi: 'Không ghi được báo cáo vào {dir}: {reason}. Chọn thư mục ghi được bằng --report.',
    en: 'The report cannot be written to {dir}: {reason}. Choose a folder that can be written with --report.',
    retryable: false,
  },
} as const satisfies ErrorTable;

export const modelError = errorsOf(MODEL_ERRORS);
