//! The words of the field by which a reading of an old encoding is known to be right.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Phrases of reports, in small letters, with both places of the tone where they differ.
const PHRASES: &str = "chương trình,mục tiêu,quốc gia,giải ngân,kế hoạch,vốn,dự án,nguồn,huyện,xã,tỉnh,thị trấn,phường,\
    thôn,ủy ban,uỷ ban,nhân dân,báo cáo,biểu,số,năm,tháng,quý,ngày,kỳ,đến,tổng,cộng,tổng cộng,đầu tư,sự nghiệp,phát triển,\
    nội dung,ngân sách,trung ương,địa phương,tỷ lệ,tỉ lệ,lũy kế,luỹ kế,thực hiện,ghi chú,giảm nghèo,bền vững,nông thôn,\
    dân tộc,thiểu số,miền núi,hỗ trợ,tiểu dự án,phân bổ,kéo dài,thanh toán,quyết toán,còn lại,khối lượng,hoàn thành,\
    giá trị,kết quả,tình hình,đơn vị,đồng,triệu đồng,nghìn đồng,trường,phòng,tài chính,kinh tế,xã hội,kinh phí,hộ,\
    đường,xây dựng,sửa chữa,công trình,được giao,quyết định,dự toán,cộng hòa,cộng hoà,độc lập,tự do,hạnh phúc,\
    người lập,chủ tịch,đất ở,nhà ở,nước sạch,đào tạo,giáo dục,y tế,sản xuất,sinh kế,dinh dưỡng,truyền thông,giám sát,\
    đánh giá,đối ứng,nhóm,mô hình,khó khăn,vướng mắc,đạt";
/// The most words of a phrase.
const LONGEST: usize = 3;

/// How many phrases of the field stand in a text, small words in their order, with at least one word that is odd.
pub(super) fn known(words: &[(String, bool)]) -> usize {
    static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| PHRASES.split(',').collect());
    let count = |length: usize| {
        let is_known = |window: &&[(String, bool)]| {
            let parts: Vec<&str> = window.iter().map(|(word, _)| word.as_str()).collect();
            window.iter().any(|(_, is_odd)| *is_odd) && KNOWN.contains(parts.join(" ").as_str())
        };
        words.windows(length).filter(is_known).count()
    };
    (1..=LONGEST).map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_counts_only_with_a_word_that_was_converted() {
        let word = |text: &str, is_odd| (text.to_owned(), is_odd);
        assert_eq!(known(&[word("kế", true), word("hoạch", true)]), 1);
        assert_eq!(known(&[word("kế", true), word("toán", true)]), 0);
        assert_eq!(known(&[word("xã", false), word("cai", false)]), 0);
    }
}
