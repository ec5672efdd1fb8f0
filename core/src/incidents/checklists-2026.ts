import type { CheckItem, ChecklistTable } from './checklist-table.ts';

const SEEN: CheckItem = {
  id: 'seen',
  vi: 'Đã xem lại hình, xác định đúng vụ việc',
  en: 'Picture checked, incident confirmed',
};
const PLACE: CheckItem = { id: 'place', vi: 'Đã ghi rõ địa điểm và hướng', en: 'Place and direction written down' };
const STILLS: CheckItem = { id: 'stills', vi: 'Đã có ảnh toàn cảnh và cận cảnh', en: 'Wide and close pictures kept' };
const PLATES: CheckItem = {
  id: 'plates',
  vi: 'Đã ghi biển số các xe liên quan',
  en: 'Plates of vehicles involved written down',
};
const RESULT: CheckItem = { id: 'result', vi: 'Đã ghi kết quả xử lý', en: 'Outcome written down' };

/** First checklists of this project, in the order of work; to be replaced by those of the unit that uses it. */
export const CHECKLISTS_2026: ChecklistTable = {
  from: '2026-01-01',
  items: {
    accident: [
      SEEN,
      { id: 'injured', vi: 'Đã xác định có người bị thương hay không', en: 'Known whether anybody is hurt' },
      { id: 'ambulance', vi: 'Có người bị thương: đã gọi cấp cứu 115', en: 'If hurt: ambulance (115) called' },
      { id: 'patrol', vi: 'Đã điều cảnh sát giao thông', en: 'Traffic police sent' },
      PLACE,
      PLATES,
      { id: 'lane', vi: 'Đã phân luồng, cảnh báo phía sau', en: 'Traffic diverted, warning set up behind' },
      STILLS,
      { id: 'witness', vi: 'Đã ghi người làm chứng', en: 'Witnesses written down' },
      RESULT,
    ],
    racing: [
      SEEN,
      { id: 'direction', vi: 'Đã báo hướng di chuyển cho các chốt', en: 'Direction told to posts ahead' },
      PLATES,
      { id: 'no-chase', vi: 'Đã nhắc không truy đuổi gây nguy hiểm', en: 'Reminded: no dangerous pursuit' },
      { id: 'other-cameras', vi: 'Đã tìm đoàn xe ở camera kế tiếp', en: 'Group looked for on the next cameras' },
      STILLS,
      RESULT,
    ],
    disorder: [
      SEEN,
      { id: 'number', vi: 'Đã ước lượng số người, hung khí', en: 'Number of people and weapons estimated' },
      { id: 'patrol', vi: 'Đã điều lực lượng công an phường', en: 'Ward police sent' },
      { id: 'injured', vi: 'Có người bị thương: đã gọi 115', en: 'If anybody is hurt: 115 called' },
      PLACE,
      STILLS,
      { id: 'leave', vi: 'Đã theo dõi hướng rời đi', en: 'Ways they left by followed' },
      RESULT,
    ],
    encroachment: [
      SEEN,
      PLACE,
      { id: 'before', vi: 'Đã có ảnh trước khi xử lý', en: 'Picture before the work' },
      { id: 'ward', vi: 'Đã báo đội trật tự đô thị phường', en: 'Ward urban order team told' },
      { id: 'after', vi: 'Đã có ảnh sau khi xử lý', en: 'Picture after the work' },
      RESULT,
    ],
    soliciting: [
      SEEN,
      PLACE,
      STILLS,
      { id: 'team', vi: 'Đã báo tổ bảo vệ du khách', en: 'Tourist protection team told' },
      { id: 'visitor', vi: 'Đã hỏi ý kiến du khách', en: 'Visitor asked' },
      RESULT,
    ],
    fire: [
      { id: 'call-114', vi: 'Đã báo cứu hỏa 114', en: 'Fire service (114) called' },
      SEEN,
      { id: 'people-inside', vi: 'Đã hỏi có người mắc kẹt hay không', en: 'Asked whether anybody is trapped' },
      { id: 'power', vi: 'Đã báo điện lực cắt điện', en: 'Power company told to cut power' },
      { id: 'road', vi: 'Đã thông đường cho xe chữa cháy', en: 'Road cleared for fire engines' },
      PLACE,
      { id: 'crowd', vi: 'Đã giữ người dân ở khoảng cách an toàn', en: 'People kept at a safe distance' },
      STILLS,
      RESULT,
    ],
    other: [SEEN, PLACE, STILLS, RESULT],
  },
};
