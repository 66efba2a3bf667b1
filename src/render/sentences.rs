//! The sentences that an office pastes into its report, put together from a summary.
//!
//! Their patterns are those of published district and province reports; each denominator is named, and a rate over
//! both funding types never stands without the two that it blends.

mod adjusted;
mod deadline;
mod figures;
mod grid;
mod money;
mod obstacles;
mod plan;
mod recalled;
mod states;
mod units;

use crate::domain::lang::Lang;
use crate::domain::summary::Summary;

pub(super) use adjusted::adjusted;
pub(super) use deadline::deadline;
pub(super) use figures::{WORTH_MEANS, figures, line, worth};
pub(super) use grid::{Grid, IN_A_ROW, LEGEND, mark, narrow, streak};
pub(crate) use money::day;
pub(super) use money::{last_year, marks, period_before, plan_name, program_name};
pub(super) use obstacles::{about, held_up};
pub(super) use plan::full_name;
pub(super) use recalled::{explained, lapsed, told};
pub(super) use states::{remarks, state};
pub(super) use units::{band, below, late, name, names, rejected, unheard};

/// The sentences for the report, in the order in which an office writes them.
///
/// Amounts are in the office's unit of money with at most three decimals, rates as `26,59%`.
pub(crate) fn sentences(summary: &Summary, lang: Lang) -> Vec<String> {
    let mut all = vec![plan::planned(summary), plan::unallocated(summary)];
    all.extend([money::cumulative(summary), money::provisional(summary)]);
    all.push(units::band(summary));
    all.extend([money::in_period(summary), money::unknown(summary)]);
    all.extend(money::programs(summary).into_iter().map(Some));
    all.extend([money::last_year(summary), units::ranking(summary), units::coverage(summary)]);
    all.into_iter().flatten().map(|words| words.get(lang).to_owned()).collect()
}

/// Those of them about money, in Vietnamese, for the letters. Where nobody has reported and nothing stands for those who
/// have not, there is only the plan: that nothing was disbursed nobody says.
pub(super) fn disbursed(summary: &Summary) -> Vec<String> {
    let planned = plan::planned(summary);
    if summary.coverage.received == 0 && summary.totals.tally.cumulative.is_zero() {
        return planned.into_iter().map(|words| words.vi).collect();
    }
    let mut all = vec![planned, money::cumulative(summary)];
    all.extend([money::provisional(summary), money::in_period(summary), money::unknown(summary)]);
    all.extend(money::programs(summary).into_iter().map(Some));
    all.into_iter().flatten().map(|words| words.vi).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::summary::fixture;
    use crate::domain::summary::{Band, Coverage, Summary};
    use crate::domain::tally::Rate;

    fn told(summary: &Summary, lang: Lang) -> String {
        sentences(summary, lang).join("\n")
    }

    #[test]
    fn a_district_is_told_as_its_office_writes_it() {
        let summary = fixture::district();
        assert_eq!(
            sentences(&summary, Lang::Vi),
            [
                "Tính đến ngày 30/6/2024, tổng kế hoạch vốn thực hiện các chương trình mục tiêu quốc gia được giao là \
                 1.000 triệu đồng (vốn các năm trước chuyển sang 100 triệu đồng, vốn năm 2024 là 900 triệu đồng); đã \
                 phân bổ 800 triệu đồng, đạt 80,00%; còn 200 triệu đồng chưa phân bổ.",
                "Vốn chưa phân bổ thuộc: Tiểu dự án 1 Dự án 3 CTMTQG giảm nghèo bền vững, vốn sự nghiệp (100 triệu \
                 đồng); Dự án 4 CTMTQG giảm nghèo bền vững, vốn đầu tư (100 triệu đồng).",
                "Lũy kế giải ngân từ đầu năm đến ngày 30/6/2024 là 160,5/800 triệu đồng, đạt 20,06% kế hoạch vốn đã \
                 phân bổ và bằng 16,05% kế hoạch vốn được giao; trong đó: vốn đầu tư 150/500 triệu đồng, đạt 30,00%; \
                 vốn sự nghiệp 10,5/300 triệu đồng, đạt 3,50%.",
                "Trong số lũy kế có 20 triệu đồng là số tạm tính theo báo cáo gần nhất của: Xã Yên Bình.",
                "Trong tháng 6 năm 2024, giải ngân 40,5 triệu đồng (vốn đầu tư 30 triệu đồng, vốn sự nghiệp 10,5 triệu \
                 đồng).",
                "CTMTQG giảm nghèo bền vững: lũy kế giải ngân 110,5/600 triệu đồng, đạt 18,42% kế hoạch vốn đã phân \
                 bổ; trong đó: vốn đầu tư 100/300 triệu đồng, đạt 33,33%, tăng 3,33 điểm phần trăm so với kỳ trước; \
                 vốn sự nghiệp 10,5/300 triệu đồng, đạt 3,50%.",
                "CTMTQG xây dựng nông thôn mới: lũy kế giải ngân vốn đầu tư 50/200 triệu đồng, đạt 25,00% kế hoạch vốn \
                 đã phân bổ.",
                "2/4 đơn vị đạt từ mức bình quân chung của huyện trở lên (20,06%; vốn đầu tư 30,00%, vốn sự nghiệp \
                 3,50%); 2 đơn vị dưới mức bình quân. Chưa giải ngân: Xã Hòa Sơn (1 đơn vị). Chưa có số liệu: Xã Minh \
                 Tiến, Xã Cai Kinh (2 đơn vị).",
                "Kỳ báo cáo tháng 6 năm 2024: 4/7 đơn vị đã gửi báo cáo, trong đó 1 báo cáo không sử dụng được (Xã Minh \
                 Tiến); 1 đơn vị gửi chậm: Xã Hòa Sơn; 3 đơn vị chưa gửi báo cáo: Xã Yên Bình, Xã Cai Kinh, Phòng \
                 Dân tộc.",
            ]
        );
    }

    #[test]
    fn a_certain_range_says_what_it_waits_for() {
        let mut summary = fixture::district();
        let certain = [2_006, 9_000].map(Rate::from_hundredths);
        summary.totals.band = Some(Band { certain, likely: None });
        let range = |summary: &Summary| units::band(summary).unwrap().vi;
        assert_eq!(
            range(&summary),
            "Tỷ lệ này tính từ báo cáo của 3/7 đơn vị; khi các đơn vị còn lại báo cáo, tỷ lệ chắc chắn trong khoảng \
             20,06%–90,00%."
        );
        let heard = summary.units.iter_mut().find(|unit| unit.received).unwrap();
        heard.parts.values_mut().for_each(|part| part.lacks_cumulative = true);
        assert_eq!(
            range(&summary),
            "Tỷ lệ này tính từ báo cáo của 3/7 đơn vị, trong đó 1 đơn vị chưa rõ lũy kế; khi đủ số liệu, tỷ lệ chắc \
             chắn trong khoảng 20,06%–90,00%."
        );
    }

    #[test]
    fn nobody_is_held_against_an_average_that_is_not_known() {
        let mut summary = fixture::district();
        let heard = summary.units.iter_mut().find(|unit| unit.received).unwrap();
        heard.tally.lacks_cumulative = true;
        let name = heard.name.clone();
        summary.totals.tally.lacks_cumulative = true;
        let words = units::ranking(&summary).unwrap().vi;
        let told = "Chưa so được các đơn vị với mức bình quân chung của huyện.";
        assert!(words.starts_with(told), "{words}");
        assert!(words.contains(&format!("Chưa rõ lũy kế: {name} (1 đơn vị).")), "{words}");
    }

    #[test]
    fn a_blended_rate_never_stands_alone() {
        let summary = fixture::district();
        let rate = |words: &str| words.matches('%').count();
        for lang in [Lang::Vi, Lang::En] {
            let blend = summary.totals.tally.rate().unwrap().to_string();
            for sentence in sentences(&summary, lang).iter().filter(|text| text.contains(&blend)) {
                assert!(3 <= rate(sentence), "{sentence}");
                assert!(sentence.contains("30,00%") && sentence.contains("3,50%"), "{sentence}");
            }
        }
    }

    #[test]
    fn both_languages_tell_the_same_figures() {
        let summary = fixture::district();
        let figures = |lang| -> Vec<Vec<String>> {
            let digits = |text: &String| {
                let is_figure = |word: &&str| word.contains(|letter: char| letter.is_ascii_digit());
                let bare = |word: &str| {
                    word.trim_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
                };
                let mut found: Vec<String> =
                    text.split([' ', '/']).filter(is_figure).map(bare).collect();
                found.sort();
                found
            };
            sentences(&summary, lang).iter().map(digits).collect()
        };
        // Dates and "tháng 6" differ; amounts and rates do not.
        let amounts = |all: Vec<Vec<String>>| -> Vec<Vec<String>> {
            let is_amount = |figure: &String| figure.contains(',') || 3 <= figure.len();
            let keep = |words: Vec<String>| words.into_iter().filter(is_amount).collect();
            all.into_iter()
                .map(keep)
                .map(|mut words: Vec<String>| {
                    words.retain(|word| !word.contains("2024"));
                    words
                })
                .collect()
        };
        assert_eq!(amounts(figures(Lang::Vi)), amounts(figures(Lang::En)));
    }

    #[test]
    fn without_a_plan_no_rate_is_claimed() {
        let mut summary = fixture::district();
        summary.totals.tally.plan = Money::ZERO;
        for program in &mut summary.programs {
            program.tally.plan = Money::ZERO;
            program.previous_rate = None;
        }
        let text = sentences(&summary, Lang::Vi);
        let money = text.iter().find(|text| text.starts_with("Lũy kế giải ngân")).unwrap();
        assert!(!money.contains("kế hoạch vốn đã phân bổ"), "{money}");
        assert!(money.contains("không có kế hoạch vốn"), "{money}");
    }

    #[test]
    fn where_unallocated_money_lies_is_said_only_where_it_adds_up() {
        let mut summary = fixture::district();
        assert!(told(&summary, Lang::Vi).contains("Vốn chưa phân bổ thuộc"));
        summary.totals.allocated = fixture::thousand(700_000);
        assert!(!told(&summary, Lang::Vi).contains("Vốn chưa phân bổ thuộc"));
        assert!(told(&summary, Lang::Vi).contains("còn 300 triệu đồng chưa phân bổ"));
    }

    #[test]
    fn without_a_register_the_denominator_is_what_the_units_state() {
        let mut summary = fixture::district();
        (summary.totals.assigned, summary.totals.allocated) = (None, Money::ZERO);
        let text = told(&summary, Lang::Vi);
        assert!(text.contains("tính theo kế hoạch vốn do các đơn vị báo cáo"), "{text}");
        assert!(!text.contains("vốn được giao") && !text.contains("đã phân bổ"), "{text}");
    }

    #[test]
    fn a_long_list_of_names_ends_with_a_count() {
        let mut summary = fixture::district();
        let row = summary.missing().next().unwrap().clone();
        let more = (0..50).map(|index| {
            let mut row = row.clone();
            row.name = format!("Xã số {index}");
            row
        });
        summary.submissions.extend(more);
        summary.coverage = Coverage { expected: 57, missing: 53, ..summary.coverage };
        let text = told(&summary, Lang::Vi);
        assert!(text.contains("53 đơn vị chưa gửi báo cáo: Xã Yên Bình"), "{text}");
        assert!(text.contains("và 23 đơn vị khác."), "{text}");
    }

    #[test]
    fn all_of_one_funding_type_is_said_to_be() {
        let mut summary = fixture::district();
        summary
            .programs
            .retain(|program| program.funding == crate::domain::key::Funding::Investment);
        let money = told(&summary, Lang::Vi);
        assert!(money.contains("toàn bộ là vốn đầu tư"), "{money}");
    }
}
