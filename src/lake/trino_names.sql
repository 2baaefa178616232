-- Names and meanings of Trino and Athena that DuckDB 1.5 lacks or has otherwise: loaded before any model is built, so that
-- one text of a model means the same on all. A macro of a built-in's name shadows it; `system.main.f` reaches the built-in.

-- time: date_diff counts complete units in Trino, boundaries in DuckDB
CREATE OR REPLACE MACRO date_diff(u, a, b) AS date_sub(u, a, b);
CREATE OR REPLACE MACRO date_add(u, n, t) AS t + n * CAST('1 ' || u AS INTERVAL);
CREATE OR REPLACE MACRO day_of_week(t) AS isodow(t);
CREATE OR REPLACE MACRO day_of_month(t) AS day(t);
CREATE OR REPLACE MACRO day_of_year(t) AS dayofyear(t);
CREATE OR REPLACE MACRO last_day_of_month(t) AS last_day(t);
CREATE OR REPLACE MACRO to_unixtime(t) AS epoch(t);
CREATE OR REPLACE MACRO with_timezone(t, z) AS t AT TIME ZONE z;
CREATE OR REPLACE MACRO sequence(a, b) AS generate_series(a, b), (a, b, s) AS generate_series(a, b, s);

-- NULL: greatest, least, concat ignore it in DuckDB; in Trino it wins
CREATE OR REPLACE MACRO greatest(a, b) AS CASE WHEN a >= b THEN a WHEN b > a THEN b END,
  (a, b, c) AS CASE WHEN a >= b AND a >= c THEN a WHEN b >= a AND b >= c THEN b WHEN c >= a AND c >= b THEN c END;
CREATE OR REPLACE MACRO least(a, b) AS CASE WHEN a <= b THEN a WHEN b < a THEN b END,
  (a, b, c) AS CASE WHEN a <= b AND a <= c THEN a WHEN b <= a AND b <= c THEN b WHEN c <= a AND c <= b THEN c END;
CREATE OR REPLACE MACRO concat(a, b) AS a || b, (a, b, c) AS a || b || c, (a, b, c, d) AS a || b || c || d;

-- maps, arrays, JSON
CREATE OR REPLACE MACRO element_at(m, k) AS m[k];
CREATE OR REPLACE MACRO map_agg(k, v) AS map(list(k), list(v));
CREATE OR REPLACE MACRO cardinality(x) AS CAST(len(x) AS BIGINT);
CREATE OR REPLACE MACRO array_join(a, s) AS array_to_string(a, s);
CREATE OR REPLACE MACRO json_extract_scalar(j, p) AS
  CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(j, p) END;

-- text
CREATE OR REPLACE MACRO regexp_like(s, p) AS regexp_matches(s, p);
CREATE OR REPLACE MACRO regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, 0) END,
  (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END;
CREATE OR REPLACE MACRO regexp_replace(s, p, r) AS system.main.regexp_replace(s, p, r, 'g');

-- numbers and aggregates
CREATE OR REPLACE MACRO truncate(x) AS trunc(x);
CREATE OR REPLACE MACRO is_nan(x) AS isnan(x);
CREATE OR REPLACE MACRO is_finite(x) AS isfinite(x);
CREATE OR REPLACE MACRO infinity() AS CAST('Infinity' AS DOUBLE);
CREATE OR REPLACE MACRO nan() AS CAST('NaN' AS DOUBLE);
CREATE OR REPLACE MACRO approx_distinct(x) AS approx_count_distinct(x);
CREATE OR REPLACE MACRO approx_percentile(x, p) AS quantile_disc(x, p);
