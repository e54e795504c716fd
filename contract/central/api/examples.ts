/** An order as an integrator sends it, for the document. */
export const EXAMPLE_DRAFT = {
  channel: 'shop',
  externalId: '5001',
  number: '#1001',
  orderedAt: 1_767_225_600_000,
  payment: 'paid',
  paymentMethod: 'card',
  currency: 'KRW',
  totalMinor: 24_000,
  shippingMethod: 'standard',
  customerName: '김하늘',
  customerPhone: '010-1234-5678',
  shipTo: {
    name: '김하늘',
    phone: '010-1234-5678',
    country: 'KR',
    postcode: '06236',
    province: '서울특별시',
    city: '강남구',
    line1: '테헤란로 1',
    line2: '101호',
  },
  lines: [{ externalId: '1', sku: 'TEA-GREEN-100', name: 'Green tea, 100 g', quantity: 2, priceMinor: 12_000 }],
}

/** The same order as the centre shows it. */
export const EXAMPLE_ORDER = {
  ...EXAMPLE_DRAFT,
  id: '019b7a2e-5c00-7000-8000-000000000001.o0',
  state: 'ready',
  holdReason: null,
  hasDifference: false,
  priority: 0,
  shipBy: null,
  availableFrom: null,
  allOrNothing: null,
  importedAt: 1_767_225_660_000,
  releasedAt: null,
  shippedAt: null,
  carrier: null,
  email: null,
  shipTo: { ...EXAMPLE_DRAFT.shipTo, company: null },
  note: '',
  lines: [
    {
      id: '019b7a2e-5c00-7000-8000-000000000001.o0.1',
      lineNo: 1,
      externalId: '1',
      sku: 'TEA-GREEN-100',
      name: 'Green tea, 100 g',
      option: null,
      quantity: 2,
      fulfilled: 0,
      priceMinor: 12_000,
      requiresShipping: true,
      availableFrom: null,
      matched: true,
      allocated: 0,
      picked: 0,
      packed: 0,
      shipped: 0,
      cancelled: 0,
    },
  ],
}

/** An item as an integrator sends it, for the document. */
export const EXAMPLE_ITEM = {
  sku: 'TEA-GREEN-100',
  name: 'Green tea, 100 g',
  gtin: '8801234000017',
  barcodes: [{ code: 'CASE-12', units: 12 }],
  lengthMm: 100,
  widthMm: 80,
  heightMm: 50,
  weightGrams: 120,
  tracking: 'none',
  fragile: false,
  keepUpright: false,
  mixClass: 'food',
  goodsKinds: ['liquid'],
  unClass: null,
  unNumber: null,
  batteryWh: null,
}

/** The same item as the centre shows it. */
export const EXAMPLE_ITEM_VIEW = {
  ...EXAMPLE_ITEM,
  id: '019b7a2e-5c00-7000-8000-000000000003.i0',
  barcodes: [
    { code: '08801234000017', units: 1 },
    { code: 'CASE-12', units: 12 },
  ],
  picture: null,
}
