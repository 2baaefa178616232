"""Small bills made by hand: lines as dicts of what differs from an ordinary line."""
import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

PAYER = "111122223333"

CUR_LINE = {
    "identity/LineItemId": "line",
    "identity/TimeInterval": "2026-05-01T00:00:00Z/2026-05-01T01:00:00Z",
    "bill/InvoiceId": "INV-1",
    "bill/BillingEntity": "AWS",
    "bill/BillType": "Anniversary",
    "bill/PayerAccountId": PAYER,
    "bill/BillingPeriodStartDate": "2026-05-01T00:00:00Z",
    "bill/BillingPeriodEndDate": "2026-06-01T00:00:00Z",
    "lineItem/UsageAccountId": "444455556666",
    "lineItem/LineItemType": "Usage",
    "lineItem/UsageStartDate": "2026-05-01T00:00:00Z",
    "lineItem/UsageEndDate": "2026-05-01T01:00:00Z",
    "lineItem/ProductCode": "AmazonEC2",
    "lineItem/UsageType": "BoxUsage:m5.large",
    "lineItem/Operation": "RunInstances",
    "lineItem/ResourceId": "i-0123456789abcdef0",
    "lineItem/UsageAmount": "1",
    "lineItem/CurrencyCode": "USD",
    "lineItem/UnblendedCost": "1",
    "lineItem/LineItemDescription": "an hour of m5.large",
    "product/ProductName": "Amazon Elastic Compute Cloud",
    "product/region": "us-east-1",
    "pricing/publicOnDemandCost": "1",
    "pricing/publicOnDemandRate": "1",
    "pricing/unit": "Hrs",
    "resourceTags/user:Team": "search",
}

FOCUS_LINE = {
    "BilledCost": "1", "EffectiveCost": "1", "ListCost": "1", "ContractedCost": "1", "BillingCurrency": "USD",
    "BillingAccountId": PAYER, "SubAccountId": "444455556666", "InvoiceId": "INV-1",
    "BillingPeriodStart": "2026-05-01T00:00:00Z", "BillingPeriodEnd": "2026-06-01T00:00:00Z",
    "ChargePeriodStart": "2026-05-01T00:00:00Z", "ChargePeriodEnd": "2026-05-01T01:00:00Z",
    "ChargeCategory": "Usage", "ChargeFrequency": "Usage-Based", "ServiceName": "Amazon Elastic Compute Cloud",
    "RegionId": "us-east-1", "ProviderName": "AWS", "InvoiceIssuerName": "AWS", "ConsumedQuantity": "1",
    "ConsumedUnit": "Hours", "Tags": '{"Team": "search"}',
}


def cost(amount, **others):
    """A CUR line of that unblended cost; others by the last part of their names (UsageAmount=...)."""
    line = {"lineItem/UnblendedCost": str(amount), "pricing/publicOnDemandRate": str(amount),
            "pricing/publicOnDemandCost": str(amount)}
    for name, value in others.items():
        line[full_name(name)] = value
    return line


def full_name(name):
    return next((full for full in CUR_LINE if full.split("/")[1].replace(":", "") == name), name)


def month(of, day=1):
    """The columns that put a CUR line into a month, '2026-07'."""
    year, number = map(int, of.split("-"))
    end = f"{year + number // 12}-{number % 12 + 1:02}-01T00:00:00Z"
    return {"bill/BillingPeriodStartDate": f"{of}-01T00:00:00Z", "bill/BillingPeriodEndDate": end,
            "lineItem/UsageStartDate": f"{of}-{day:02}T00:00:00Z", "lineItem/UsageEndDate": f"{of}-{day:02}T01:00:00Z"}


def csv_text(lines, ordinary=None, without=(), extra=(), line_end="\n"):
    """Lines as CSV: an ordinary line with each line's differences; columns left out, and columns more."""
    ordinary = CUR_LINE if ordinary is None else ordinary
    columns = [name for name in ordinary if name not in without] + list(extra)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator=line_end, extrasaction="ignore", restval="")
    writer.writeheader()
    for line in lines:
        writer.writerow({**ordinary, **line})
    return text.getvalue()


def write(path, text):
    """Text or bytes into a file: gzip if its name ends in .gz, a zip of one member if in .zip."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text if isinstance(text, bytes) else text.encode()
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(content, 1, mtime=0))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.stem + ".csv", content)
    else:
        path.write_bytes(content)
    return path


def cur(path, *amounts, in_month="2026-05", **options):
    """A CUR legacy file of lines with these costs (or dicts from `cost`)."""
    lines = [{**month(in_month), **(amount if isinstance(amount, dict) else cost(amount))} for amount in amounts]
    return write(path, csv_text(lines, **options))


def focus(path, *lines, **options):
    return write(path, csv_text(lines, FOCUS_LINE, **options))


def period_folder(of):
    year, number = map(int, of.split("-"))
    return f"{year}{number:02}01-{year + number // 12}{number % 12 + 1:02}01"


def legacy_assembly(root, report, of, assembly, *parts, named=None):
    """A legacy delivery that keeps versions: prefix/report/period/assembly/report-N.csv.gz and its manifest.
    Each part is a list of amounts. `named`: the month that the manifest says, if another. Returns the manifest's path."""
    folder = Path(root) / report / period_folder(of) / assembly
    keys = []
    for number, amounts in enumerate(parts, 1):
        path = cur(folder / f"{report}-{number:05}.csv.gz", *amounts, in_month=of)
        keys.append(str(path.relative_to(root)))
    start, end = period_folder(named or of).split("-")
    manifest = {"assemblyId": assembly, "account": PAYER, "columns": [{"category": "identity", "name": "LineItemId"}],
                "charset": "UTF-8", "compression": "GZIP", "contentType": "text/csv", "reportId": "id-" + report,
                "reportName": report, "billingPeriod": {"start": start + "T000000.000Z", "end": end + "T000000.000Z"},
                "bucket": "bills", "reportKeys": keys, "additionalArtifactKeys": []}
    return write(folder / f"{report}-Manifest.json", json.dumps(manifest))
