//! A workspace of reports with a fault each: the register, the receipts, the workbooks.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook;

use super::faults::{Fault, Put, put};
use super::form::{Chance, Form, Level};

/// Faults of each kind, size and level.
const EACH: usize = 2;

/// Writes a workspace with a unit for each fault, in their order: what was made of each, and where.
pub(super) fn make(root: &Path, level: Level, size: usize, seed: u64) -> Vec<(Fault, Put)> {
    let mut made: Vec<(Fault, Put)> = Vec::new();
    let mut journal: Vec<(String, String, &str, f64)> = Vec::new();
    let mut receipts = "unit,period,file,received_at,sha256\n".to_owned();
    for (fault, nth) in
        Fault::ALL.into_iter().flat_map(|fault| (0..EACH).map(move |nth| (fault, nth)))
    {
        let seed = seed * 10_007 + fault as u64 * 101 + nth as u64;
        let mut form = Form::new(size, level, seed, 6);
        let sound = form.clone();
        let Some(put) = put(fault, &mut form, level, &mut Chance(seed + 5)) else { continue };
        let (code, name) = (code(made.len()), format!("Xã Mẫu {}", made.len() + 1));
        let mut write = |month: u32, form: &Form| {
            let file = format!("nop/2024-0{month}/{code}.xlsx");
            let path = root.join(&file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, form.workbook(&name, month)).unwrap();
            receipts +=
                &format!("{code},2024-0{month},{file},2024-0{}-02T08:00:00+07:00,\n", month + 1);
        };
        write(6, &form);
        if level.previous {
            write(5, &Form::new(size, level, seed, 5));
        }
        if level.register {
            let mut plan = sound.plan();
            if fault == Fault::InRegister {
                let at = Chance(seed + 7).below(plan.len() as u64) as usize;
                plan[at].2 += 100.0 * (1 + nth) as f64;
            }
            let plan = plan.into_iter();
            journal.extend(plan.map(|(id, source, amount)| (code.clone(), id, source, amount)));
        }
        made.push((fault, put));
    }
    fs::write(root.join("tiep-nhan.csv"), receipts).unwrap();
    fs::write(
        root.join("giaingan.toml"),
        "[office]\nname = \"Số liệu minh họa\"\nyear = 2024\nmoney_unit = \"triệu đồng\"\n",
    )
    .unwrap();
    register(root, made.len(), &journal);
    made
}

/// The unit that sends this one.
pub(super) fn code(at: usize) -> String {
    format!("HL-{:03}", at + 1)
}

fn register(root: &Path, units: usize, journal: &[(String, String, &str, f64)]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Đơn vị").unwrap();
    sheet.write_row(0, 0, ["Mã đơn vị", "Tên đơn vị", "Loại"]).unwrap();
    for at in 0..units {
        sheet
            .write_row(at as u32 + 1, 0, [code(at), format!("Xã Mẫu {}", at + 1), "xã".to_owned()])
            .unwrap();
    }
    let sheet = book.add_worksheet().set_name("Kế hoạch vốn").unwrap();
    sheet.write(0, 0, "Đơn vị tính: triệu đồng").unwrap();
    let heads = [
        "Số quyết định",
        "Ngày",
        "Mã đơn vị",
        "Mã nội dung",
        "Loại vốn",
        "Nguồn vốn",
        "Năm vốn",
        "Số tiền",
    ];
    sheet.write_row(2, 0, heads).unwrap();
    for (at, (unit, component, source, amount)) in journal.iter().enumerate() {
        let row = at as u32 + 3;
        sheet
            .write_row(row, 0, ["15/QĐ-UBND", "15/01/2024", unit, component, "SN", source])
            .unwrap();
        sheet.write(row, 6, 2024).unwrap();
        sheet.write(row, 7, *amount).unwrap();
    }
    book.save(root.join("danh-muc.xlsx")).unwrap();
}
