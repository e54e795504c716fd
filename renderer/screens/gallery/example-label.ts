/** A label as the station draws it, 100 × 150 mm, with invented content. */
export const exampleLabel =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150" font-family="Pretendard Variable, Noto' +
  ' Sans KR, sans-serif" fill="#000"><rect x=".15" y=".15" width="99.7" height="149.7" fill="#fff" stro' +
  'ke="#4a505c" stroke-width=".3"/><text x="5" y="10.5" font-size="5" font-weight="700" text-anchor="st' +
  'art">한빛택배</text><text x="95" y="10.5" font-size="4" font-weight="500" text-anchor="end">1 / 1 상자</te' +
  'xt><path d="M0 15h100M0 42h100M0 76h100M0 110h100" stroke="#000" stroke-width=".5"/><text x="5" y="3' +
  '5.2" font-size="19" font-weight="700" text-anchor="start">4K21</text><path d="M65 15v27" stroke="#00' +
  '0" stroke-width=".5"/><text x="94" y="35.2" font-size="19" font-weight="700" text-anchor="end">07</t' +
  'ext><text x="5" y="50" font-size="4" font-weight="500" text-anchor="start">받는 분</text><text x="5" y=' +
  '"57.5" font-size="6" font-weight="700" text-anchor="start">박서준 · 010-****-4412</text><text x="5" y="' +
  '65" font-size="4.6" font-weight="500" text-anchor="start">서울 성동구 예시로 12</text><text x="5" y="71" fon' +
  't-size="4.6" font-weight="500" text-anchor="start">101동 1204호</text><g transform="translate(24.75 80' +
  ')"><path d="M0 0h1v20h-1zM1.5 0h0.5v20h-0.5zM3 0h1.5v20h-1.5zM5.5 0h1.5v20h-1.5zM7.5 0h2v20h-2zM10 0' +
  'h0.5v20h-0.5zM11 0h0.5v20h-0.5zM12 0h1v20h-1zM14 0h1.5v20h-1.5zM16.5 0h0.5v20h-0.5zM18.5 0h0.5v20h-0' +
  '.5zM19.5 0h1v20h-1zM22 0h1.5v20h-1.5zM25 0h0.5v20h-0.5zM26 0h1v20h-1zM27.5 0h1v20h-1zM30.5 0h0.5v20h' +
  '-0.5zM31.5 0h0.5v20h-0.5zM33 0h1v20h-1zM34.5 0h2v20h-2zM37 0h1v20h-1zM38.5 0h0.5v20h-0.5zM40 0h0.5v2' +
  '0h-0.5zM41.5 0h1v20h-1zM44 0h1v20h-1zM46.5 0h1.5v20h-1.5zM48.5 0h0.5v20h-0.5zM49.5 0h1v20h-1z" fill=' +
  '"#000"/></g><text x="50" y="106.5" font-size="5.6" font-weight="700" text-anchor="middle">6012 3456 ' +
  '7890</text><g transform="translate(11.00 114)"><path d="M0 0h1v22h-1zM1.5 0h0.5v22h-0.5zM3 0h1.5v22h' +
  '-1.5zM5.5 0h2v22h-2zM8 0h0.5v22h-0.5zM9 0h1.5v22h-1.5zM11 0h1v22h-1zM12.5 0h1v22h-1zM14.5 0h1v22h-1z' +
  'M16.5 0h0.5v22h-0.5zM18.5 0h1v22h-1zM21 0h0.5v22h-0.5zM22 0h0.5v22h-0.5zM23 0h0.5v22h-0.5zM24.5 0h2v' +
  '22h-2zM27.5 0h0.5v22h-0.5zM28.5 0h1v22h-1zM30.5 0h1.5v22h-1.5zM33 0h0.5v22h-0.5zM35 0h0.5v22h-0.5zM3' +
  '6 0h1v22h-1zM38.5 0h1v22h-1zM40 0h1v22h-1zM42 0h1v22h-1zM44 0h1v22h-1zM45.5 0h1v22h-1zM47.5 0h1v22h-' +
  '1zM49.5 0h1v22h-1zM52.5 0h0.5v22h-0.5zM53.5 0h0.5v22h-0.5zM55 0h1v22h-1zM56.5 0h2v22h-2zM59 0h1v22h-' +
  '1zM60.5 0h0.5v22h-0.5zM61.5 0h1v22h-1zM63.5 0h1.5v22h-1.5zM66 0h0.5v22h-0.5zM67 0h0.5v22h-0.5zM69.5 ' +
  '0h1v22h-1zM71.5 0h1v22h-1zM74 0h1.5v22h-1.5zM76 0h0.5v22h-0.5zM77 0h1v22h-1z" fill="#000"/></g><text' +
  ' x="50" y="141" font-size="4" font-weight="500" text-anchor="middle">(00) 3 8801234 000078901 2</tex' +
  't><text x="5" y="147" font-size="3.4" font-weight="500" text-anchor="start">주문 8841 2207</text><text' +
  ' x="95" y="147" font-size="3.4" font-weight="500" text-anchor="end">보내는 분 바로상점</text></svg>'
