/** One province code of plates, by name before and after the mergers of 2025-07-01. */
export interface ProvinceCode {
  /** Two digits, 11-99. */
  readonly code: string;
  /** Province or city since `PROVINCES_VALID_FROM`. */
  readonly name: string;
  /** Name until the day before, where it differs. */
  readonly formerName: string | null;
}

/** From this day the names of TT 51/2025/TT-BCA hold; before it, the former ones. */
export const PROVINCES_VALID_FROM = '2025-07-01';

/** Codes between 11 and 99 that no province was ever given. */
export const NEVER_ISSUED_CODES: ReadonlySet<string> = new Set(['13', '42', '44', '45', '46', '87', '91', '96']);

// `codes name | former name`. Source: annex of TT 51/2025/TT-BCA; former names from the annex of TT 79/2024/TT-BCA.
const TABLE = `
11 Cao Bằng
12 Lạng Sơn
14 Quảng Ninh
15,16 Hải Phòng
17 Hưng Yên | Thái Bình
18 Ninh Bình | Nam Định
19 Phú Thọ
20 Thái Nguyên
21 Lào Cai | Yên Bái
22 Tuyên Quang
23 Tuyên Quang | Hà Giang
24 Lào Cai
25 Lai Châu
26 Sơn La
27 Điện Biên
28 Phú Thọ | Hòa Bình
29,30,31,32,40 Hà Nội
33 Hà Nội | Hà Tây
34 Hải Phòng | Hải Dương
35 Ninh Bình
36 Thanh Hóa
37 Nghệ An
38 Hà Tĩnh
39,60 Đồng Nai
41,50,51,52,53,54,55,56,57,58,59 TP. Hồ Chí Minh
43 Đà Nẵng
47 Đắk Lắk
48 Lâm Đồng | Đắk Nông
49 Lâm Đồng
61 TP. Hồ Chí Minh | Bình Dương
62 Tây Ninh | Long An
63 Đồng Tháp | Tiền Giang
64 Vĩnh Long
65 Cần Thơ
66 Đồng Tháp
67 An Giang
68 An Giang | Kiên Giang
69 Cà Mau
70 Tây Ninh
71 Vĩnh Long | Bến Tre
72 TP. Hồ Chí Minh | Bà Rịa - Vũng Tàu
73 Quảng Trị | Quảng Bình
74 Quảng Trị
75 Huế | Thừa Thiên Huế
76 Quảng Ngãi
77 Gia Lai | Bình Định
78 Đắk Lắk | Phú Yên
79 Khánh Hòa
80 Cục Cảnh sát giao thông
81 Gia Lai
82 Quảng Ngãi | Kon Tum
83 Cần Thơ | Sóc Trăng
84 Vĩnh Long | Trà Vinh
85 Khánh Hòa | Ninh Thuận
86 Lâm Đồng | Bình Thuận
88 Phú Thọ | Vĩnh Phúc
89 Hưng Yên
90 Ninh Bình | Hà Nam
92 Đà Nẵng | Quảng Nam
93 Đồng Nai | Bình Phước
94 Cà Mau | Bạc Liêu
95 Cần Thơ | Hậu Giang
97 Thái Nguyên | Bắc Kạn
98 Bắc Ninh | Bắc Giang
99 Bắc Ninh
`;

/** Every code in use. 80 is the central traffic police, not a place. */
export const PROVINCE_CODES: ReadonlyMap<string, ProvinceCode> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap((line) => {
      const [codes = '', ...rest] = line.split(' ');
      const [name = '', formerName = null] = rest.join(' ').split(' | ');
      return codes.split(',').map((code): [string, ProvinceCode] => [code, { code, name, formerName }]);
    }),
);

/** The name that held on a day (ISO date), or null for a code that was never issued. */
export function provinceNameOn(code: string, day: string): string | null {
  const province = PROVINCE_CODES.get(code);
  if (province === undefined) return null;
  return day < PROVINCES_VALID_FROM ? (province.formerName ?? province.name) : province.name;
}
