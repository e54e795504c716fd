-- The shared tables after migration 18 (sorting-at-the-bench). Made by npm run schema; not to be edited.

CREATE TABLE "carrier" (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  tracking_pattern TEXT,
  active INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX carrier_by_code ON "carrier" (code);

CREATE TABLE "carton" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  carton_type_id TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT,
  code_kind TEXT,
  weight_grams INTEGER,
  carrier_code TEXT,
  tracking_number TEXT,
  shipment_id TEXT,
  closed_at INTEGER
, service_version INTEGER, service_code TEXT, service_name TEXT, price_minor INTEGER, ship_date TEXT, deliver_by TEXT) STRICT;

CREATE UNIQUE INDEX carton_by_code ON "carton" (code);

CREATE INDEX carton_by_order ON "carton" (order_id);

CREATE UNIQUE INDEX carton_by_tracking ON "carton" (carrier_code, tracking_number);

CREATE TABLE "carton_line" (
  id TEXT NOT NULL PRIMARY KEY,
  carton_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  order_line_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  CHECK (quantity > 0)
) STRICT;

CREATE INDEX carton_line_by_carton ON "carton_line" (carton_id);

CREATE INDEX carton_line_by_order_line ON "carton_line" (order_line_id);

CREATE TABLE "carton_type" (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  inner_length_mm INTEGER NOT NULL,
  inner_width_mm INTEGER NOT NULL,
  inner_height_mm INTEGER NOT NULL,
  tare_grams INTEGER NOT NULL,
  max_grams INTEGER NOT NULL,
  active INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX carton_type_by_code ON "carton_type" (code);

CREATE TABLE command_exception (
  seq INTEGER PRIMARY KEY,
  command_id TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE "fact_exception" (
  id TEXT NOT NULL PRIMARY KEY,
  station_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  command_id TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  args TEXT NOT NULL,
  claim TEXT,
  reason TEXT NOT NULL,
  params TEXT NOT NULL,
  at INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  operator_id TEXT,
  order_id TEXT,
  tote_id TEXT,
  pick_task_id TEXT,
  caused_by TEXT,
  state TEXT NOT NULL,
  resolution TEXT,
  resolved_by TEXT,
  resolved_at INTEGER
) STRICT;

CREATE UNIQUE INDEX fact_exception_by_command ON "fact_exception" (command_id);

CREATE INDEX fact_exception_by_order ON "fact_exception" (order_id, state);

CREATE INDEX fact_exception_by_pick_task ON "fact_exception" (pick_task_id, state);

CREATE INDEX fact_exception_by_state ON "fact_exception" (state, at);

CREATE INDEX fact_exception_by_tote ON "fact_exception" (tote_id, state);

CREATE TABLE "floor_plan" (
  id TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL,
  source TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT
) STRICT;

CREATE TABLE "item" (
  id TEXT NOT NULL PRIMARY KEY,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  gtin TEXT,
  length_mm INTEGER,
  width_mm INTEGER,
  height_mm INTEGER,
  weight_grams INTEGER,
  picture TEXT,
  tracking TEXT NOT NULL,
  fragile INTEGER NOT NULL
, keep_upright INTEGER NOT NULL DEFAULT 0, mix_class TEXT, goods_kinds TEXT NOT NULL DEFAULT '', un_class TEXT, un_number TEXT, battery_wh INTEGER) STRICT;

CREATE INDEX item_by_name ON "item" (name);

CREATE UNIQUE INDEX item_by_sku ON "item" (sku);

CREATE TABLE "item_barcode" (
  code TEXT NOT NULL PRIMARY KEY,
  item_id TEXT NOT NULL,
  units INTEGER NOT NULL,
  CHECK (units > 0)
) STRICT;

CREATE INDEX item_barcode_by_item ON "item_barcode" (item_id);

CREATE TABLE "item_match" (
  id TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  item_id TEXT NOT NULL
) STRICT;

CREATE TABLE "label_template" (
  id TEXT NOT NULL PRIMARY KEY,
  template_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT,
  saved_at INTEGER NOT NULL,
  saved_by TEXT,
  CHECK (version > 0)
) STRICT;

CREATE UNIQUE INDEX label_template_by_version ON "label_template" (template_id, version);

CREATE TABLE "location" (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  zone TEXT NOT NULL,
  aisle TEXT NOT NULL,
  bay TEXT NOT NULL,
  level TEXT NOT NULL,
  position TEXT NOT NULL,
  x_mm INTEGER,
  y_mm INTEGER,
  kind TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX location_by_code ON "location" (code);

CREATE TABLE "number_series" (
  id TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL,
  CHECK (value >= 0)
) STRICT;

CREATE TABLE "operator" (
  id TEXT NOT NULL PRIMARY KEY,
  badge TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  pin_hash TEXT NOT NULL,
  language TEXT,
  active INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX operator_by_badge ON "operator" (badge);

CREATE TABLE "order" (
  id TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  hold_reason TEXT,
  priority INTEGER NOT NULL,
  ordered_at INTEGER NOT NULL,
  ship_by INTEGER,
  payment TEXT NOT NULL,
  payment_method TEXT NOT NULL,
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  shipping_method TEXT NOT NULL,
  carrier_code TEXT,
  customer_name TEXT NOT NULL,
  customer_phone TEXT NOT NULL,
  email TEXT,
  recipient_name TEXT NOT NULL,
  recipient_phone TEXT NOT NULL,
  phone_tail TEXT NOT NULL,
  ship_to TEXT NOT NULL,
  note TEXT NOT NULL,
  note_seen INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  unit_count INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  source_row TEXT,
  imported_at INTEGER NOT NULL,
  released_at INTEGER,
  shipped_at INTEGER
, available_from TEXT, all_or_nothing INTEGER) STRICT;

CREATE UNIQUE INDEX order_by_channel_key ON "order" (channel, external_id);

CREATE INDEX order_by_number ON "order" (number);

CREATE INDEX order_by_ordered_at ON "order" (ordered_at);

CREATE INDEX order_by_phone_tail ON "order" (phone_tail);

CREATE INDEX order_by_ship_by ON "order" (ship_by, ordered_at);

CREATE INDEX order_by_state ON "order" (state, priority, ship_by, ordered_at);

CREATE TABLE "order_difference" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  incoming TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE INDEX order_difference_by_order ON "order_difference" (order_id);

CREATE INDEX order_difference_by_state ON "order_difference" (state);

CREATE TABLE "order_event" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  command_id TEXT NOT NULL,
  type TEXT NOT NULL,
  operator_id TEXT,
  station TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE INDEX order_event_by_order ON "order_event" (order_id);

CREATE TABLE "order_line" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  line_no INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  item_id TEXT,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  option TEXT,
  quantity INTEGER NOT NULL,
  price_minor INTEGER NOT NULL,
  requires_shipping INTEGER NOT NULL,
  fulfilled INTEGER NOT NULL,
  allocated INTEGER NOT NULL,
  picked INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  shipped INTEGER NOT NULL,
  cancelled INTEGER NOT NULL, available_from TEXT,
  CHECK (quantity > 0),
  CHECK (allocated >= 0 AND picked >= 0 AND packed >= 0 AND shipped >= 0 AND cancelled >= 0),
  CHECK (packed <= picked AND shipped <= packed AND picked + cancelled + fulfilled <= quantity)
) STRICT;

CREATE INDEX order_line_by_order ON "order_line" (order_id);

CREATE INDEX order_line_by_sku ON "order_line" (sku);

CREATE TABLE order_tally (
  state TEXT NOT NULL,
  channel TEXT NOT NULL,
  orders INTEGER NOT NULL,
  PRIMARY KEY (state, channel)
) STRICT;

CREATE TABLE order_words (
  id INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL,
  state TEXT NOT NULL,
  channel TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX order_words_by_order ON order_words (order_id);

CREATE TABLE "pack_session" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  tote_id TEXT NOT NULL,
  state TEXT NOT NULL,
  operator_id TEXT,
  opened_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;

CREATE INDEX pack_session_by_order ON "pack_session" (order_id);

CREATE INDEX pack_session_by_state ON "pack_session" (state);

CREATE TABLE pending_image (
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  pk TEXT NOT NULL,
  before TEXT,
  PRIMARY KEY (seq, ordinal)
) STRICT;

CREATE INDEX pending_image_by_row ON pending_image (table_name, pk, seq);

CREATE TABLE "pick_line" (
  id TEXT NOT NULL PRIMARY KEY,
  pick_task_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  order_line_id TEXT NOT NULL,
  reservation_id TEXT NOT NULL,
  stock_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  picked INTEGER NOT NULL,
  short INTEGER NOT NULL,
  serials TEXT NOT NULL,
  state TEXT NOT NULL,
  CHECK (quantity > 0),
  CHECK (picked >= 0 AND short >= 0 AND picked + short <= quantity)
) STRICT;

CREATE INDEX pick_line_by_order ON "pick_line" (order_id);

CREATE INDEX pick_line_by_order_line ON "pick_line" (order_line_id);

CREATE INDEX pick_line_by_pick_task ON "pick_line" (pick_task_id);

CREATE INDEX pick_line_by_stock ON "pick_line" (stock_id);

CREATE TABLE "pick_slot" (
  id TEXT NOT NULL PRIMARY KEY,
  pick_task_id TEXT NOT NULL,
  slot INTEGER NOT NULL,
  order_id TEXT NOT NULL,
  tote_id TEXT
) STRICT;

CREATE INDEX pick_slot_by_order ON "pick_slot" (order_id);

CREATE INDEX pick_slot_by_pick_task ON "pick_slot" (pick_task_id);

CREATE TABLE "pick_task" (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  operator_id TEXT,
  epoch INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  done_at INTEGER
, holder TEXT, verify INTEGER NOT NULL DEFAULT 0, wave_id TEXT, priority INTEGER NOT NULL DEFAULT 0, zone TEXT, distance_mm INTEGER, after_task_id TEXT, sorted_at TEXT NOT NULL DEFAULT 'tote') STRICT;

CREATE INDEX pick_task_by_after ON "pick_task" (after_task_id);

CREATE INDEX pick_task_by_holder ON "pick_task" (holder, state);

CREATE INDEX pick_task_by_operator ON "pick_task" (operator_id, state);

CREATE INDEX pick_task_by_state ON "pick_task" (state);

CREATE INDEX pick_task_by_wave ON "pick_task" (wave_id, state);

CREATE TABLE replica_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  applied_seq INTEGER NOT NULL
, acked_seq INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0, timeline TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE "reservation" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  order_line_id TEXT NOT NULL,
  stock_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  state TEXT NOT NULL,
  CHECK (quantity > 0)
) STRICT;

CREATE INDEX reservation_by_order ON "reservation" (order_id);

CREATE INDEX reservation_by_order_line ON "reservation" (order_line_id);

CREATE INDEX reservation_by_stock ON "reservation" (stock_id);

CREATE TABLE "service_book" (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  is_newest INTEGER NOT NULL,
  body TEXT,
  saved_at INTEGER NOT NULL,
  saved_by TEXT,
  CHECK (version > 0)
) STRICT;

CREATE INDEX service_book_by_newest ON "service_book" (is_newest);

CREATE TABLE "shipment" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  state TEXT NOT NULL,
  carrier_code TEXT NOT NULL,
  dispatched_at INTEGER,
  unit_count INTEGER NOT NULL
, number TEXT) STRICT;

CREATE INDEX shipment_by_order ON "shipment" (order_id);

CREATE TABLE "site" (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  label_language TEXT NOT NULL,
  sender_name TEXT NOT NULL,
  sender_phone TEXT NOT NULL,
  sender_postcode TEXT NOT NULL,
  sender_line1 TEXT NOT NULL,
  sender_line2 TEXT NOT NULL,
  gs1_prefix TEXT,
  policies TEXT NOT NULL
) STRICT;

CREATE TABLE "soft_promise" (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  units INTEGER NOT NULL,
  CHECK (units > 0)
) STRICT;

CREATE INDEX soft_promise_by_item ON "soft_promise" (item_id);

CREATE INDEX soft_promise_by_order ON "soft_promise" (order_id);

CREATE TABLE "station" (
  id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  public_key TEXT NOT NULL,
  state TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX station_by_number ON "station" (number);

CREATE INDEX station_by_state ON "station" (state);

CREATE TABLE "stock" (
  id TEXT NOT NULL PRIMARY KEY,
  item_id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  on_hand INTEGER NOT NULL,
  reserved INTEGER NOT NULL, received_on TEXT NOT NULL DEFAULT '',
  CHECK (reserved >= 0 AND reserved <= on_hand)
) STRICT;

CREATE INDEX stock_by_location ON "stock" (location_id);

CREATE UNIQUE INDEX stock_by_place ON "stock" (item_id, location_id, lot, serial);

CREATE TABLE "stock_move" (
  id TEXT NOT NULL PRIMARY KEY,
  command_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  from_stock_id TEXT,
  to_stock_id TEXT,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  reason TEXT NOT NULL,
  order_line_id TEXT,
  operator_id TEXT,
  CHECK (quantity > 0)
) STRICT;

CREATE INDEX stock_move_by_from_stock ON "stock_move" (from_stock_id);

CREATE INDEX stock_move_by_order_line ON "stock_move" (order_line_id);

CREATE INDEX stock_move_by_to_stock ON "stock_move" (to_stock_id);

CREATE TABLE "tote" (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  order_id TEXT,
  pick_task_id TEXT
) STRICT;

CREATE UNIQUE INDEX tote_by_code ON "tote" (code);

CREATE INDEX tote_by_order ON "tote" (order_id);

CREATE INDEX tote_by_pick_task ON "tote" (pick_task_id);

CREATE TABLE "wave" (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  strategy TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  released_at INTEGER NOT NULL,
  released_by TEXT,
  order_count INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  unit_count INTEGER NOT NULL,
  distance_mm INTEGER,
  baseline_mm INTEGER,
  CHECK (order_count >= 0 AND line_count >= 0 AND unit_count >= 0)
) STRICT;

CREATE INDEX wave_by_state ON "wave" (state);
