-- One row for each key: the newest event of the key, by its time and then by its id. Rows of different tables come in any
-- order, so no table refers to another.

CREATE TABLE users (
  user_id    text COLLATE "C" PRIMARY KEY,
  email      text NOT NULL,
  name       text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  event_id   text COLLATE "C" NOT NULL
);

CREATE TABLE orders (
  order_id  text COLLATE "C" PRIMARY KEY,
  user_id   text COLLATE "C" NOT NULL,
  amount    numeric(17, 2) NOT NULL,
  status    text NOT NULL,
  placed_at timestamptz(3) NOT NULL,
  event_id  text COLLATE "C" NOT NULL
);

-- The newest orders of a user.
CREATE INDEX orders_of_user ON orders (user_id, placed_at DESC, order_id DESC);

CREATE TABLE payments (
  payment_id text COLLATE "C" PRIMARY KEY,
  order_id   text COLLATE "C" NOT NULL,
  amount     numeric(17, 2) NOT NULL,
  status     text NOT NULL,
  settled_at timestamptz(3) NOT NULL,
  event_id   text COLLATE "C" NOT NULL
);

-- The newest payment of an order.
CREATE INDEX payments_of_order ON payments (order_id, settled_at DESC, payment_id DESC);

CREATE TABLE inventory (
  sku              text COLLATE "C" PRIMARY KEY,
  quantity         bigint NOT NULL,
  last_adjusted_at timestamptz(3) NOT NULL,
  event_id         text COLLATE "C" NOT NULL
);
