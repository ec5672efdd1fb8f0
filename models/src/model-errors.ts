import { type ErrorTable, errorsOf } from '@thapcanh/core/errors/app-error';

export const MODEL_ERRORS = {
  TC_MODEL_MANIFEST: {
    status: 500,
    vi: '{file} không hợp lệ: {reason}. Sửa dòng đó hoặc khôi phục tệp.',
    en: '{file} is not valid: {reason}. Correct that row or restore the file.',
    retryable: false,
  },
  TC_MODEL_UNKNOWN: {
    status: 500,
    vi: 'Manifest không có mô hình "{model}". {hint}',
    en: 'The manifest has no model "{model}". {hint}',
    retryable: false,
  },
  TC_MODEL_TASK: {
    status: 500,
    vi: 'Mô hình {model} không phải mô hình phát hiện xe và người: cần task "detect", adapter và ít nhất một lớp person, bicycle, car, motorcycle, bus, truck.',
    en: 'Model {model} is no detector of vehicles and people: it needs task "detect", an adapter and at least one class of person, bicycle, car, motorcycle, bus, truck.',
    retryable: false,
  },
  TC_MODEL_COMMAND: {
    status: 400,
    vi: 'npm run models: {reason}.',
    en: 'npm run models: {reason}.',
    retryable: false,
  },
  TC_MODEL_MISSING: {
    status: 500,
    vi: 'Thiếu mô hình {model} ({file}). {remedy}',
    en: 'Model {model} is missing ({file}). {remedy}',
    retryable: false,
  },
  TC_MODEL_HASH_MISMATCH: {
    status: 500,
    vi: 'Mô hình {model} ({file}) không khớp mã băm trong manifest. Xóa tệp. {remedy}',
    en: 'Model {model} ({file}) does not match its hash in the manifest. Delete it. {remedy}',
    retryable: false,
  },
  TC_MODEL_FETCH_FAILED: {
    status: 502,
    vi: 'Không tải được mô hình {model} từ {url}: {reason}. Kiểm tra mạng rồi chạy lại (phần đã tải được giữ), hoặc chép tệp vào {path}.',
    en: 'Model {model} cannot be fetched from {url}: {reason}. Check the network and run again (what has arrived is kept), or copy the file to {path}.',
    retryable: true,
  },
  TC_MODEL_FETCH_HASH: {
    status: 502,
    vi: 'Tệp tải từ {url} không phải mô hình {model} của manifest: mã băm {found}, cần {expected}. Tệp đã bị xóa. Kiểm tra địa chỉ và mã băm trong manifest.',
    en: 'What {url} gives is not model {model} of the manifest: hash {found}, wanted {expected}. It was deleted. Check address and hash in the manifest.',
    retryable: false,
  },
  TC_MODEL_LOAD_FAILED: {
    status: 500,
    vi: 'Không mở được mô hình {model}: {reason}. Kiểm tra bộ nhớ trống và gói onnxruntime-node.',
    en: 'Model {model} cannot be opened: {reason}. Check free memory and the onnxruntime-node package.',
    retryable: false,
  },
  TC_MODEL_OPTIONS: {
    status: 500,
    vi: 'Tùy chọn của mô hình {model} không hợp lệ: {reason}.',
    en: 'An option of model {model} is not valid: {reason}.',
    retryable: false,
  },
  TC_MODEL_PROVIDER: {
    status: 500,
    vi: 'Mô hình {model} không chạy được trên {provider}: {reason}. Cần Linux x64, GPU NVIDIA, CUDA 12 và cuDNN 9; chạy "node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12", hoặc chọn "cpu".',
    en: 'Model {model} cannot run on {provider}: {reason}. It needs Linux x64, an NVIDIA GPU, CUDA 12 and cuDNN 9; run "node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12", or choose "cpu".',
    retryable: false,
  },
  TC_MODEL_SHAPE: {
    status: 500,
    vi: 'Mô hình {model}: {tensor} có kích thước [{found}], cần [{expected}]. Tệp mô hình không phải bản trong manifest.',
    en: 'Model {model}: {tensor} has the shape [{found}] where [{expected}] is wanted. The file is not the model of the manifest.',
    retryable: false,
  },
  TC_MODEL_CLASSES: {
    status: 500,
    vi: 'Mô hình {model} cho {found} lớp, "classes" trong manifest ghi {expected}. Sửa "classes" theo đúng thứ tự lớp của mô hình.',
    en: 'Model {model} gives {found} classes, "classes" in the manifest names {expected}. Correct "classes" to the order of the model.',
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
  TC_EVAL_REPORT: {
    status: 500,
    vi: 'Không ghi được báo cáo vào {dir}: {reason}. Chọn thư mục ghi được bằng --report.',
    en: 'The report cannot be written to {dir}: {reason}. Choose a folder that can be written with --report.',
    retryable: false,
  },
} as const satisfies ErrorTable;

export const modelError = errorsOf(MODEL_ERRORS);
